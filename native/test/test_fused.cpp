// The fused path against the general one, on every instruction set that the machine has, at odd and boundary sizes.
#include <cmath>

#include "abi_fixture.h"
#include "cpu/fused/kernels.h"
#include "cpu/instruction_set.h"
#include "philox.h"

using namespace weft::test;

namespace {

struct Problem {
  std::vector<int32_t> widths;
  int32_t batch;
  int32_t activation = WEFT_RELU;
  int32_t loss = WEFT_SOFTMAX_CROSS_ENTROPY;
  float dropout = 0;
  bool pixels = true;
  int32_t samples = 203;
  float activation_parameter = 0;
  double clip_norm = 0;
  double weight_decay = 0;
  double average_decay = 0;
  bool unscaled = false;  // dropout
};

// Parameters after two passes over the samples, and what comes out of them.
struct Outcome {
  std::vector<float> parameters;
  std::vector<float> average;
  std::vector<double> losses;
  int64_t correct = 0;
  double test_loss = 0;
  std::vector<float> outputs;
};

Outcome run(const Problem& problem, int32_t path, int32_t isa, int32_t threads) {
  const int32_t samples = problem.samples;
  ContextOwner context(threads, isa, path);
  Random random(23);
  int32_t in = problem.widths.front();
  int32_t out = problem.widths.back();
  std::size_t count = static_cast<std::size_t>(samples * in);
  std::vector<float> values = random.values(count);
  std::vector<uint8_t> pixels(count);
  for (uint8_t& pixel : pixels) pixel = random.bits() % 2 == 0 ? 0 : static_cast<uint8_t>(random.bits() >> 24);
  std::vector<int32_t> labels(static_cast<std::size_t>(samples));
  int32_t classes = out == 1 ? 2 : out;
  for (int32_t& label : labels) label = static_cast<int32_t>(random.bits() % static_cast<uint32_t>(classes));
  std::vector<float> targets = random.values(static_cast<std::size_t>(samples * out), 0, 1);
  bool labelled =
      problem.loss == WEFT_SOFTMAX_CROSS_ENTROPY || (problem.loss == WEFT_SIGMOID_CROSS_ENTROPY && out == 1);
  const void* features = problem.pixels ? static_cast<const void*>(pixels.data()) : values.data();
  weft_dataset dataset = 0;
  REQUIRE_OK(weft_dataset_create(context.handle, problem.pixels ? WEFT_UINT8 : WEFT_FLOAT32, features, samples, in,
                                 labelled ? labels.data() : nullptr, labelled ? classes : 0,
                                 labelled ? nullptr : targets.data(), labelled ? 0 : out, &dataset));
  std::vector<weft_dense_layer> layers;
  int64_t parameters = 0;
  for (std::size_t i = 1; i < problem.widths.size(); i++) {
    bool last = i + 1 == problem.widths.size();
    layers.push_back({problem.widths[i], last ? WEFT_LINEAR : problem.activation,
                      last ? 0 : problem.activation_parameter, problem.dropout, problem.unscaled ? 1 : 0});
    parameters += static_cast<int64_t>(problem.widths[i - 1] + 1) * problem.widths[i];
  }
  uint64_t seed = 99;
  weft_network network = 0;
  REQUIRE_OK(weft_network_create(context.handle, in, layers.data(), static_cast<int32_t>(layers.size()), problem.loss,
                                 &seed, 1, &network));
  int32_t taken = 0;
  REQUIRE_OK(weft_network_path(network, &taken));
  REQUIRE(taken == path);
  Outcome outcome;
  outcome.parameters = Random(7).values(static_cast<std::size_t>(parameters), -0.2f, 0.2f);
  REQUIRE_OK(weft_network_write(network, 0, WEFT_PARAMETERS, outcome.parameters.data(), parameters));
  for (int epoch = 0; epoch < 2; epoch++) {
    Slice slice(samples, problem.batch);
    weft_training_plan plan = slice.plan();
    // A larger epsilon than Adam's usual one: with 1e-7 a gradient that cancels out moves its parameter by the sign of
    // its rounding error.
    plan.optimizer.epsilon = 1e-4;
    plan.optimizer.clip_norm = problem.clip_norm;
    plan.optimizer.weight_decay = problem.weight_decay;
    plan.optimizer.average_decay = problem.average_decay;
    if (problem.weight_decay > 0) plan.optimizer.kind = WEFT_ADAMW;
    REQUIRE_OK(weft_network_train(network, dataset, samples, problem.batch, &plan, 1));
    outcome.losses.insert(outcome.losses.end(), slice.losses.begin(), slice.losses.end());
    outcome.correct += plan.correct;
  }
  REQUIRE_OK(weft_network_read(network, 0, WEFT_PARAMETERS, outcome.parameters.data(), parameters));
  outcome.average.resize(outcome.parameters.size());
  REQUIRE_OK(weft_network_read(network, 0, WEFT_AVERAGE, outcome.average.data(), parameters));
  CHECK((outcome.average == outcome.parameters) == (problem.average_decay == 0));
  int64_t right = 0;
  REQUIRE_OK(weft_network_evaluate(network, 0, dataset, 1, 201, &outcome.test_loss, &right, nullptr, 0));
  outcome.correct += right;
  outcome.outputs.resize(static_cast<std::size_t>(201 * out));
  REQUIRE_OK(weft_network_predict(network, 0, dataset, 1, 201, outcome.outputs.data(), 201 * out));
  if (!problem.pixels) {
    std::vector<float> of_rows(outcome.outputs.size());
    REQUIRE_OK(weft_network_predict_rows(network, 0, values.data() + in, 201 * in, of_rows.data(), 201 * out));
    CHECK(of_rows == outcome.outputs);
  }
  weft_network_destroy(network);
  weft_dataset_destroy(dataset);
  return outcome;
}

double relative_error(const std::vector<float>& actual, const std::vector<float>& expected) {
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < expected.size(); i++) {
    double d = static_cast<double>(actual[i]) - expected[i];
    difference += d * d;
    size += static_cast<double>(expected[i]) * expected[i];
  }
  return std::sqrt(difference / size);
}

const Problem problems[] = {
    {{784, 32, 32, 10}, 32},
    {{784, 32, 32, 10}, 1},
    // Four chunks, the last of 11 rows.
    {{784, 32, 32, 10}, 203},
    // Groups of chunks, and a last batch that is shorter.
    {{130, 32, 17, 10}, 32, WEFT_LEAKY_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, true, 203, 0.25f},
    {{130, 32, 17, 10}, 203, WEFT_LEAKY_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, false, 203, 0.25f},
    {{130, 32, 17, 10}, 32, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, true, 203, 0, 0.2},
    {{130, 32, 17, 10}, 203, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, false, 203, 0, 0.2},
    {{130, 32, 17, 10}, 32, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, true, 203, 0, 0, 0.5},
    {{130, 32, 17, 10}, 203, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, true, 203, 0, 0.2, 0.5},
    {{130, 32, 17, 10}, 32, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, true, 203, 0, 0, 0.5, 0.9},
    {{130, 32, 17, 10}, 203, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, false, 203, 0, 0, 0, 0.9},
    {{21, 17, 10}, 100, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, true, 203, 0, 0.2, 0, 0.9},
    {{784, 32, 32, 10}, 64, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.1f, true, 203, 0, 0, 0, 0, true},
    {{131, 32, 17, 10}, 203, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, false, 203, 0, 0, 0, 0, true},
    {{131, 32, 17, 10}, 203, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, true, 203, 0, 0, 0, 0, true},
    {{131, 32, 17, 10}, 37, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, true, 1150, 0, 0.2, 0, 0, true},
    {{784, 32, 32, 10}, 700, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, true, 1150},
    {{784, 32, 32, 1}, 31, WEFT_RELU, WEFT_SIGMOID_CROSS_ENTROPY},
    {{784, 32, 10, 1}, 32, WEFT_RELU, WEFT_SIGMOID_CROSS_ENTROPY, 0.2f},
    {{784, 128, 64, 10}, 33},
    {{784, 10}, 64},
    {{784, 10}, 65},
    {{1, 1, 1}, 32, WEFT_TANH, WEFT_MEAN_SQUARED_ERROR, 0, false},
    {{7, 17, 33, 7, 64, 16, 3}, 33, WEFT_TANH, WEFT_SOFTMAX_CROSS_ENTROPY, 0, false},
    {{113, 100, 128, 5}, 100, WEFT_SIGMOID, WEFT_SIGMOID_CROSS_ENTROPY, 0.1f},
    {{300, 50, 128}, 17, WEFT_LINEAR, WEFT_SOFTMAX_CROSS_ENTROPY, 0.3f, false},
    {{17, 31, 2}, 203, WEFT_RELU, WEFT_MEAN_SQUARED_ERROR, 0.25f},
};

}  // namespace

TEST_CASE("the fused path computes what the general path computes") {
  for (const Problem& problem : problems) {
    CAPTURE(problem.widths.size());
    CAPTURE(problem.widths.front());
    CAPTURE(problem.batch);
    CAPTURE(problem.loss);
    Outcome expected = run(problem, WEFT_PATH_GENERAL, WEFT_ISA_BASELINE, 1);
    for (int32_t isa : {WEFT_ISA_BASELINE, WEFT_ISA_AVX2, WEFT_ISA_AVX512}) {
      weft_context_options options{WEFT_BACKEND_CPU, 0, 1, isa, WEFT_PATH_AUTO};
      weft_context probe = 0;
      if (weft_context_create(&options, &probe) == WEFT_UNAVAILABLE) continue;
      weft_context_destroy(probe);
      CAPTURE(isa);
      Outcome actual = run(problem, WEFT_PATH_FUSED, isa, 1);
      CHECK(relative_error(actual.parameters, expected.parameters) < 2e-6);
      CHECK(relative_error(actual.average, expected.average) < 2e-6);
      CHECK(relative_error(actual.outputs, expected.outputs) < 1e-5);
      CHECK(actual.test_loss == doctest::Approx(expected.test_loss).epsilon(1e-5));
      for (std::size_t i = 0; i < expected.losses.size(); i++) {
        CHECK(actual.losses[i] == doctest::Approx(expected.losses[i]).epsilon(1e-5));
      }
      CHECK(actual.correct == expected.correct);
      for (int32_t threads : {2, 3}) {
        Outcome together = run(problem, WEFT_PATH_FUSED, isa, threads);
        CHECK(together.parameters == actual.parameters);
        CHECK(together.average == actual.average);
      }
    }
  }
}

TEST_CASE("pixels are masked where single draws say so, wherever a row begins and ends") {
  weft::DropoutMask mask = weft::dropout_mask({0.3f, false}, 0x123456789abcdef0, 2, 77);
  for (int32_t isa : {WEFT_ISA_BASELINE, WEFT_ISA_AVX2, WEFT_ISA_AVX512}) {
    if (!weft::cpu::has_instruction_set(isa)) continue;
    for (int64_t first : {int64_t{0}, int64_t{1}, int64_t{6}, int64_t{784 * 63}, (int64_t{1} << 34) - 5}) {
      for (int64_t width : {1, 3, 4, 31, 257, 784, 1025}) {
        CAPTURE(isa);
        CAPTURE(first);
        CAPTURE(width);
        std::size_t count = static_cast<std::size_t>(width);
        std::vector<uint8_t> pixels(count + 1, 99);
        for (std::size_t i = 0; i < count; i++) pixels[i] = static_cast<uint8_t>(1 + i % 255);
        std::vector<uint8_t> expected(pixels);
        for (std::size_t i = 0; i < count; i++) {
          uint64_t element = static_cast<uint64_t>(first) + i;
          weft::PhiloxBlock bits =
              weft::philox(mask.seed, static_cast<uint32_t>(element / 4), mask.layer, mask.step, weft::philox_dropout);
          if (bits.word[element % 4] < mask.drop_below) expected[i] = 0;
        }
        weft::cpu::fused::sample_kernels_for(isa).mask_pixels(&mask, first, width, pixels.data());
        CHECK(pixels == expected);
      }
    }
  }
}

TEST_CASE("networks that do not fit the fused path are refused where it is forced") {
  ContextOwner context(1, WEFT_ISA_AUTO, WEFT_PATH_FUSED);
  uint64_t seed = 1;
  weft_network network = 0;
  const weft_dense_layer wide[] = {{129, WEFT_RELU, 0, 0, 0}, {10, WEFT_LINEAR, 0, 0, 0}};
  CHECK(weft_network_create(context.handle, 4, wide, 2, 0, &seed, 1, &network) == WEFT_INVALID_ARGUMENT);
  const weft_dense_layer gelu[] = {{16, WEFT_GELU, 0, 0, 0}, {10, WEFT_LINEAR, 0, 0, 0}};
  CHECK(weft_network_create(context.handle, 4, gelu, 2, 0, &seed, 1, &network) == WEFT_INVALID_ARGUMENT);
  CHECK(network == 0);
}
