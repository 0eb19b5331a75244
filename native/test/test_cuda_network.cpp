// Networks of the CUDA backend through the C ABI, on the host's device, against the CPU backend: everything of the
// general path but the GPU itself.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "average_fixture.h"
#include "cuda/host_device.h"
#include "shift_fixture.h"

using namespace weft::test;

namespace {

struct Problem {
  int64_t samples;
  int32_t inputs;
  std::vector<weft_dense_layer> layers;
  int32_t loss;
  bool uint8;
  bool class_weights;
};

int32_t outputs_of(const Problem& p) { return p.layers.back().units; }
int32_t classes_of(const Problem& p) {
  if (p.loss == WEFT_SOFTMAX_CROSS_ENTROPY) return outputs_of(p);
  return p.loss == WEFT_SIGMOID_CROSS_ENTROPY && outputs_of(p) == 1 ? 2 : 0;
}

// Every kind of layer, loss and data, at sizes on both sides of tiles, rows and warps.
std::vector<Problem> problems() {
  return {
      {70, 7, {{10, WEFT_RELU, 0, 0, 0}, {3, WEFT_LINEAR, 0, 0, 0}}, WEFT_SOFTMAX_CROSS_ENTROPY, true, false},
      {65,
       33,
       {{33, WEFT_GELU, 0, 0.25f, 0}, {31, WEFT_TANH, 0, 0.5f, 0}, {10, WEFT_LINEAR, 0, 0.2f, 0}},
       WEFT_SOFTMAX_CROSS_ENTROPY,
       true,
       true},
      {40, 16, {{17, WEFT_SIGMOID, 0, 0, 0}, {1, WEFT_LINEAR, 0, 0.2f, 0}}, WEFT_SIGMOID_CROSS_ENTROPY, false, true},
      {40, 1, {{5, WEFT_TANH, 0, 0, 0}, {4, WEFT_LINEAR, 0, 0, 0}}, WEFT_SIGMOID_CROSS_ENTROPY, false, false},
      {50,
       31,
       {{32, WEFT_RELU, 0, 0, 0}, {64, WEFT_LINEAR, 0, 0, 0}, {2, WEFT_LINEAR, 0, 0, 0}},
       WEFT_MEAN_SQUARED_ERROR,
       false,
       false},
      {33, 300, {{100, WEFT_RELU, 0, 0, 0}, {70, WEFT_LINEAR, 0, 0, 0}}, WEFT_SOFTMAX_CROSS_ENTROPY, true, false},
      {12, 5, {{3, WEFT_LINEAR, 0, 0, 0}}, WEFT_MEAN_SQUARED_ERROR, false, false},
      {45,
       21,
       {{19, WEFT_LEAKY_RELU, 0.25f, 0, 0}, {35, WEFT_LEAKY_RELU, 0, 0.2f, 0}, {4, WEFT_LINEAR, 0, 0, 0}},
       WEFT_SOFTMAX_CROSS_ENTROPY,
       true,
       false},
  };
}

int64_t parameters_of(const Problem& p) {
  int64_t count = 0;
  int32_t in = p.inputs;
  for (const weft_dense_layer& layer : p.layers) {
    count += (in + int64_t{1}) * layer.units;
    in = layer.units;
  }
  return count;
}

// A network and its data on one context.
struct Setup {
  weft_dataset dataset = 0;
  weft_network network = 0;
  Problem problem;
  std::size_t parameters;

  Setup(weft_context context, const Problem& p, int32_t replicas = 1)
      : problem(p), parameters(static_cast<std::size_t>(parameters_of(p))) {
    Random random(3);
    std::size_t count = static_cast<std::size_t>(p.samples * p.inputs);
    std::vector<uint8_t> pixels(count);
    for (uint8_t& pixel : pixels) pixel = static_cast<uint8_t>(random.bits() >> 24);
    std::vector<float> values = random.values(count);
    std::vector<int32_t> labels(static_cast<std::size_t>(p.samples));
    int32_t classes = classes_of(p);
    if (classes > 0) {
      for (int32_t& label : labels) label = static_cast<int32_t>(random.bits() % static_cast<uint32_t>(classes));
    }
    std::vector<float> targets = random.values(static_cast<std::size_t>(p.samples * outputs_of(p)), 0, 1);
    REQUIRE_OK(weft_dataset_create(context, p.uint8 ? WEFT_UINT8 : WEFT_FLOAT32,
                                   p.uint8 ? static_cast<const void*>(pixels.data()) : values.data(), p.samples,
                                   p.inputs, classes > 0 ? labels.data() : nullptr, classes,
                                   classes > 0 ? nullptr : targets.data(), classes > 0 ? 0 : outputs_of(p), &dataset));
    std::vector<uint64_t> seeds(static_cast<std::size_t>(replicas));
    std::iota(seeds.begin(), seeds.end(), 7u);
    REQUIRE_OK(weft_network_create(context, p.inputs, p.layers.data(), static_cast<int32_t>(p.layers.size()), p.loss,
                                   seeds.data(), replicas, &network));
    for (int32_t r = 0; r < replicas; r++) {
      std::vector<float> start = Random(5 + static_cast<uint64_t>(r)).values(parameters, -0.2f, 0.2f);
      REQUIRE_OK(weft_network_write(network, r, WEFT_PARAMETERS, start.data(), static_cast<int64_t>(parameters)));
    }
  }
  ~Setup() {
    weft_network_destroy(network);
    weft_dataset_destroy(dataset);
  }
  Setup(const Setup&) = delete;
  Setup& operator=(const Setup&) = delete;

  std::vector<float> read(int32_t state = WEFT_PARAMETERS, int32_t replica = 0) const {
    std::vector<float> values(parameters, -77.0f);
    REQUIRE_OK(weft_network_read(network, replica, state, values.data(), static_cast<int64_t>(parameters)));
    return values;
  }
};

struct Course {
  std::vector<float> parameters;
  std::vector<float> second_moments;
  std::vector<double> losses;
  int64_t correct = 0;
};

// Two slices, the second starting over, in an order of its own.
Course train(const Setup& s, int32_t batch, const weft_optimizer& optimizer = adam) {
  Course course;
  int32_t samples = static_cast<int32_t>(s.problem.samples);
  Slice slice(samples, batch);
  std::reverse(slice.order.begin(), slice.order.end());
  std::vector<float> weights;
  for (int32_t i = 0; i < classes_of(s.problem); i++) weights.push_back(0.5f + static_cast<float>(i) * 0.25f);
  for (int epoch = 0; epoch < 2; epoch++) {
    weft_training_plan plan = slice.plan();
    if (s.problem.class_weights) plan.class_weights = weights.data();
    plan.optimizer = optimizer;
    REQUIRE_OK(weft_network_train(s.network, s.dataset, samples, batch, &plan, 1));
    course.losses.insert(course.losses.end(), slice.losses.begin(), slice.losses.end());
    course.correct += plan.correct;
    std::rotate(slice.order.begin(), slice.order.begin() + samples / 3, slice.order.end());
  }
  course.parameters = s.read();
  course.second_moments = s.read(WEFT_SECOND_MOMENTS);
  return course;
}

// Norm of the difference over norm.
double distance(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double difference = 0;
  double norm = 0;
  for (std::size_t i = 0; i < a.size(); i++) {
    difference += std::pow(static_cast<double>(a[i]) - b[i], 2);
    norm += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(difference / norm);
}

struct HostDevice {
  HostDevice() {
    use_test_device();
    set_device_memory(0);
    break_at_launch(0);
    set_cluster_limit(4);
  }
};

}  // namespace

TEST_CASE("training follows the CPU backend, whatever the layers, losses, data and batches") {
  HostDevice device;
  ContextOwner cpu(1, WEFT_ISA_AUTO, WEFT_PATH_GENERAL);
  ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GENERAL);
  for (std::size_t i = 0; i < problems().size(); i++) {
    CAPTURE(i);
    for (int32_t batch : {1, 8, 32, 1000}) {
      if (batch == 1 && i != 0) continue;
      CAPTURE(batch);
      Setup expected(cpu.handle, problems()[i]);
      Setup actual(gpu.handle, problems()[i]);
      Course reference = train(expected, batch);
      Course course = train(actual, batch);
      CHECK(distance(course.parameters, reference.parameters) < 3e-6);
      CHECK(distance(course.second_moments, reference.second_moments) < 1e-5);
      CHECK(course.correct == reference.correct);
      for (std::size_t step = 0; step < course.losses.size(); step++) {
        CHECK(course.losses[step] == doctest::Approx(reference.losses[step]).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("the paths of small networks follow the CPU backend too, and say which they are") {
  HostDevice device;
  ContextOwner cpu(1, WEFT_ISA_AUTO, WEFT_PATH_GENERAL);
  for (int32_t path : {WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT}) {
    CAPTURE(path);
    ContextOwner gpu = ContextOwner::cuda(path);
    for (std::size_t i : {0u, 1u, 2u, 4u}) {
      CAPTURE(i);
      for (int32_t batch : {8, 32}) {
        if (batch == 32 && i != 1) continue;
        Setup expected(cpu.handle, problems()[i]);
        Setup actual(gpu.handle, problems()[i]);
        Course reference = train(expected, batch);
        Course course = train(actual, batch);
        CHECK(distance(course.parameters, reference.parameters) < 3e-6);
        CHECK(distance(course.second_moments, reference.second_moments) < 1e-5);
        CHECK(course.correct == reference.correct);
        for (std::size_t step = 0; step < course.losses.size(); step++) {
          CHECK(course.losses[step] == doctest::Approx(reference.losses[step]).epsilon(1e-5));
        }
        int32_t taken = 0;
        REQUIRE_OK(weft_network_path(actual.network, &taken));
        CHECK(taken == path);
      }
    }
  }
}

TEST_CASE("the grid follows the CPU backend in large batches, whatever the layers, losses, data and last batches") {
  HostDevice device;
  ContextOwner cpu(1, WEFT_ISA_AUTO, WEFT_PATH_GENERAL);
  ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GRID);
  for (std::size_t i : {0u, 1u, 2u, 3u, 4u, 6u}) {
    CAPTURE(i);
    Problem p = problems()[i];
    p.samples = i == 0 ? 1100 : 300;
    for (int32_t batch : {257, 1000, 1030, 64}) {
      if ((batch >= 1000) != (i == 0)) continue;
      CAPTURE(batch);
      Setup expected(cpu.handle, p);
      Setup actual(gpu.handle, p);
      Course reference = train(expected, batch);
      Course course = train(actual, batch);
      CHECK(distance(course.parameters, reference.parameters) < 3e-6);
      CHECK(distance(course.second_moments, reference.second_moments) < 1e-5);
      CHECK(course.correct == reference.correct);
      for (std::size_t step = 0; step < course.losses.size(); step++) {
        CHECK(course.losses[step] == doctest::Approx(reference.losses[step]).epsilon(1e-5));
      }
      Setup again(gpu.handle, p);
      CHECK(train(again, batch).parameters == course.parameters);
      int32_t taken = 0;
      REQUIRE_OK(weft_network_path(actual.network, &taken));
      CHECK(taken == WEFT_PATH_GRID);
    }
  }
}

TEST_CASE("a batch takes the path that suits its size") {
  HostDevice device;
  if (!on_host_device()) return;
  ContextOwner gpu = ContextOwner::cuda();
  Setup setup(gpu.handle, problems()[0]);
  for (auto expected : {std::pair{64, WEFT_PATH_LATENCY}, std::pair{65, WEFT_PATH_GRID}}) {
    REQUIRE_OK(Slice(70, expected.first).train(setup.network, setup.dataset));
    int32_t taken = 0;
    REQUIRE_OK(weft_network_path(setup.network, &taken));
    CHECK(taken == expected.second);
  }
}

TEST_CASE("each network takes the path that suits it, and refuses one that it does not fit") {
  HostDevice device;
  ContextOwner gpu = ContextOwner::cuda();
  auto path_of = [](const Setup& setup) {
    int32_t path = 0;
    REQUIRE_OK(weft_network_path(setup.network, &path));
    return path;
  };
  if (on_host_device()) CHECK(path_of(Setup(gpu.handle, problems()[0])) == WEFT_PATH_LATENCY);
  Problem wide = problems()[0];
  wide.layers[0].units = 300;
  CHECK(path_of(Setup(gpu.handle, wide)) == WEFT_PATH_GENERAL);
  for (int32_t path : {WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID}) {
    ContextOwner forced = ContextOwner::cuda(path);
    weft_network network = 0;
    uint64_t seed = 1;
    CHECK(weft_network_create(forced.handle, wide.inputs, wide.layers.data(), 2, wide.loss, &seed, 1, &network) ==
          WEFT_INVALID_ARGUMENT);
    std::string message = weft_last_error();
    CHECK(message.find("path cannot train this network: it has layers of more than 128 units; the general path can") !=
          std::string::npos);
  }
}

TEST_CASE("evaluation and prediction give what the CPU backend gives, and each row alone what it gives among others") {
  HostDevice device;
  ContextOwner cpu(1);
  ContextOwner gpu = ContextOwner::cuda();
  for (std::size_t i = 0; i < problems().size(); i++) {
    CAPTURE(i);
    Problem p = problems()[i];
    Setup expected(cpu.handle, p);
    Setup actual(gpu.handle, p);
    std::size_t cells = static_cast<std::size_t>(classes_of(p) * classes_of(p));
    std::vector<int64_t> confusion[2] = {std::vector<int64_t>(cells, -1), std::vector<int64_t>(cells, -1)};
    double loss[2] = {0, 0};
    int64_t correct[2] = {-1, -1};
    std::vector<float> outputs[2];
    int64_t first = 2;
    int64_t count = p.samples - 3;
    std::size_t width = static_cast<std::size_t>(outputs_of(p));
    const Setup* setups[2] = {&expected, &actual};
    for (int which : {0, 1}) {
      int64_t size = static_cast<int64_t>(cells);
      REQUIRE_OK(weft_network_evaluate(setups[which]->network, 0, setups[which]->dataset, first, count, &loss[which],
                                       &correct[which], cells > 0 ? confusion[which].data() : nullptr, size));
      outputs[which].assign(static_cast<std::size_t>(count) * width, -1);
      REQUIRE_OK(weft_network_predict(setups[which]->network, 0, setups[which]->dataset, first, count,
                                      outputs[which].data(), static_cast<int64_t>(outputs[which].size())));
    }
    CHECK(loss[1] == doctest::Approx(loss[0]).epsilon(1e-6));
    CHECK(correct[1] == correct[0]);
    CHECK(confusion[1] == confusion[0]);
    CHECK(distance(outputs[1], outputs[0]) < 1e-6);
    std::vector<float> alone(width);
    REQUIRE_OK(weft_network_predict(actual.network, 0, actual.dataset, first + 5, 1, alone.data(),
                                    static_cast<int64_t>(width)));
    for (std::size_t k = 0; k < width; k++) CHECK(alone[k] == outputs[1][5 * width + k]);
  }
}

TEST_CASE("rows of no data set are predicted as those of one") {
  HostDevice device;
  ContextOwner gpu = ContextOwner::cuda();
  Problem p = problems()[4];
  Setup setup(gpu.handle, p);
  std::size_t count = static_cast<std::size_t>(p.samples * p.inputs);
  Random random(3);
  for (std::size_t i = 0; i < count; i++) random.bits();
  std::vector<float> values = random.values(count);
  std::vector<float> resident(static_cast<std::size_t>(p.samples) * 2);
  std::vector<float> rows(resident.size());
  int64_t size = static_cast<int64_t>(rows.size());
  REQUIRE_OK(weft_network_predict(setup.network, 0, setup.dataset, 0, p.samples, resident.data(), size));
  REQUIRE_OK(
      weft_network_predict_rows(setup.network, 0, values.data(), static_cast<int64_t>(count), rows.data(), size));
  CHECK(rows == resident);
}

void check_replicas(int32_t path) {
  ContextOwner gpu = ContextOwner::cuda(path);
  Problem p = problems()[1];
  Setup together(gpu.handle, p, 3);
  int32_t samples = static_cast<int32_t>(p.samples);
  std::vector<Slice> slices;
  for (int i = 0; i < 3; i++) {
    slices.emplace_back(samples, 16);
    std::rotate(slices.back().order.begin(), slices.back().order.begin() + 7 * i, slices.back().order.end());
    slices.back().learning_rates.assign(slices.back().learning_rates.size(), 0.001f * static_cast<float>(i + 1));
  }
  std::vector<weft_training_plan> plans;
  for (Slice& slice : slices) plans.push_back(slice.plan());
  plans[1].optimizer.beta1 = 0.8;
  if (path == WEFT_PATH_GENERAL) plans[2].optimizer.clip_norm = 0.1;
  plans[0].optimizer.kind = WEFT_ADAMW;
  plans[0].optimizer.weight_decay = 0.5;
  REQUIRE_OK(weft_network_train(together.network, together.dataset, samples, 16, plans.data(), 3));
  // Once more, while the one in the middle rests and the last draws other masks.
  std::vector<weft_training_plan> second = plans;
  second[1] = weft_training_plan{};
  second[1].correct = 77;
  REQUIRE_OK(weft_network_set_seed(together.network, 2, 50));
  REQUIRE_OK(weft_network_train(together.network, together.dataset, samples, 16, second.data(), 3));
  CHECK(second[1].correct == 0);
  for (int32_t r = 0; r < 3; r++) {
    bool rested = r == 1;
    Setup single(gpu.handle, p);
    weft_network_destroy(single.network);
    uint64_t seed = 7u + static_cast<uint64_t>(r);
    REQUIRE_OK(weft_network_create(gpu.handle, p.inputs, p.layers.data(), static_cast<int32_t>(p.layers.size()), p.loss,
                                   &seed, 1, &single.network));
    std::vector<float> start = Random(5 + static_cast<uint64_t>(r)).values(single.parameters, -0.2f, 0.2f);
    REQUIRE_OK(
        weft_network_write(single.network, 0, WEFT_PARAMETERS, start.data(), static_cast<int64_t>(single.parameters)));
    std::vector<double> losses = slices[static_cast<std::size_t>(r)].losses;
    slices[static_cast<std::size_t>(r)].losses.assign(losses.size(), 0);
    weft_training_plan plan = slices[static_cast<std::size_t>(r)].plan();
    plan.optimizer = plans[static_cast<std::size_t>(r)].optimizer;
    REQUIRE_OK(weft_network_train(single.network, single.dataset, samples, 16, &plan, 1));
    CHECK(plan.correct == plans[static_cast<std::size_t>(r)].correct);
    if (!rested) {
      if (r == 2) REQUIRE_OK(weft_network_set_seed(single.network, 0, 50));
      REQUIRE_OK(weft_network_train(single.network, single.dataset, samples, 16, &plan, 1));
      CHECK(plan.correct == second[static_cast<std::size_t>(r)].correct);
    }
    CHECK(losses == slices[static_cast<std::size_t>(r)].losses);
    CHECK(single.read() == together.read(WEFT_PARAMETERS, r));
    int64_t step = 0;
    REQUIRE_OK(weft_network_step(together.network, r, &step));
    CHECK(step == (rested ? 5 : 10));
  }
}

TEST_CASE("gradients are clipped by their norm over all tensors, on the path that can") {
  HostDevice device;
  ContextOwner cpu(1, WEFT_ISA_AUTO, WEFT_PATH_GENERAL);
  ContextOwner gpu = ContextOwner::cuda();
  for (double clip_norm : {0.05, 1.0}) {
    CAPTURE(clip_norm);
    const weft_optimizer optimizer{WEFT_ADAMW, 0.9, 0.999, 1e-5, 0.1, clip_norm, 0};
    for (std::size_t i : {0u, 1u, 5u}) {
      CAPTURE(i);
      Setup expected(cpu.handle, problems()[i]);
      Setup actual(gpu.handle, problems()[i]);
      Course reference = train(expected, 16, optimizer);
      Course course = train(actual, 16, optimizer);
      CHECK(distance(course.parameters, reference.parameters) < 3e-6);
      CHECK(distance(course.second_moments, reference.second_moments) < 1e-5);
      int32_t path = 0;
      REQUIRE_OK(weft_network_path(actual.network, &path));
      CHECK(path == WEFT_PATH_GENERAL);
      Setup unclipped(gpu.handle, problems()[i]);
      CHECK(train(unclipped, 16).second_moments != course.second_moments);
    }
  }
  for (int32_t path : {WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID}) {
    ContextOwner forced = ContextOwner::cuda(path);
    Setup setup(forced.handle, problems()[0]);
    Slice slice(10, 5);
    weft_training_plan plan = slice.plan();
    plan.optimizer.clip_norm = 1;
    CHECK(weft_network_train(setup.network, setup.dataset, 10, 5, &plan, 1) == WEFT_INVALID_ARGUMENT);
    CHECK(std::string(weft_last_error()).find("path cannot clip gradients") != std::string::npos);
  }
}

TEST_CASE("replicas are bitwise what single networks are, on every path") {
  HostDevice device;
  for (int32_t path : {WEFT_PATH_GENERAL, WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID}) {
    CAPTURE(path);
    check_replicas(path);
  }
}

TEST_CASE("slices of an epoch end where the whole one ends, and resuming is bitwise the unbroken run") {
  HostDevice device;
  ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GENERAL);
  Problem p = problems()[1];
  Setup whole(gpu.handle, p);
  Setup sliced(gpu.handle, p);
  REQUIRE_OK(Slice(64, 16).train(whole.network, whole.dataset));
  REQUIRE_OK(Slice(16, 16).train(sliced.network, sliced.dataset));
  Setup resumed(gpu.handle, p);
  for (int32_t state : {WEFT_PARAMETERS, WEFT_FIRST_MOMENTS, WEFT_SECOND_MOMENTS}) {
    std::vector<float> values = sliced.read(state);
    REQUIRE_OK(weft_network_write(resumed.network, 0, state, values.data(), static_cast<int64_t>(values.size())));
  }
  REQUIRE_OK(weft_network_set_step(resumed.network, 0, 1));
  REQUIRE_OK(Slice(48, 16, 16).train(resumed.network, resumed.dataset));
  CHECK(resumed.read() == whole.read());
  CHECK(resumed.read(WEFT_SECOND_MOMENTS) == whole.read(WEFT_SECOND_MOMENTS));
}

TEST_CASE("a captured step serves every batch: another data set, another slice and another size need no new network") {
  HostDevice device;
  ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GENERAL);
  Problem p = problems()[0];
  Setup changing(gpu.handle, p);
  Setup other(gpu.handle, p);
  Setup fresh(gpu.handle, p);
  for (int32_t batch : {16, 33, 16, 70}) {
    weft_dataset data = batch == 33 ? other.dataset : changing.dataset;
    REQUIRE_OK(Slice(70, batch).train(changing.network, data));
    int64_t step = 0;
    REQUIRE_OK(weft_network_step(changing.network, 0, &step));
    // The same through a network that has never seen another batch.
    Setup once(gpu.handle, p);
    for (int32_t state : {WEFT_PARAMETERS, WEFT_FIRST_MOMENTS, WEFT_SECOND_MOMENTS}) {
      std::vector<float> values = fresh.read(state);
      REQUIRE_OK(weft_network_write(once.network, 0, state, values.data(), static_cast<int64_t>(values.size())));
    }
    REQUIRE_OK(weft_network_step(fresh.network, 0, &step));
    REQUIRE_OK(weft_network_set_step(once.network, 0, step));
    REQUIRE_OK(Slice(70, batch).train(once.network, once.dataset));
    REQUIRE_OK(Slice(70, batch).train(fresh.network, fresh.dataset));
    CHECK(changing.read() == once.read());
  }
}

TEST_CASE("what does not fit into the device's memory is refused before it starts, with need and have") {
  HostDevice device;
  if (!on_host_device()) return;
  ContextOwner gpu = ContextOwner::cuda();
  Problem p = problems()[5];
  Setup setup(gpu.handle, p);
  std::vector<float> before = setup.read();
  std::size_t used = allocated_bytes();
  set_device_memory(used + (std::size_t{64} << 20) + 1000);
  CHECK(Slice(33, 33).train(setup.network, setup.dataset) == WEFT_OUT_OF_MEMORY);
  std::string message = weft_last_error();
  INFO(message);
  CHECK(message.find("training 300-100-70 in batches of 33 needs 0.") != std::string::npos);
  CHECK(message.find("host device (device 0) has 64.0 MiB free of ") != std::string::npos);
  CHECK(allocated_bytes() == used);
  CHECK(setup.read() == before);
  set_device_memory(0);
  CHECK(Slice(33, 33).train(setup.network, setup.dataset) == WEFT_OK);
}

TEST_CASE("a broken device says so ever after, and everything on it closes in peace") {
  HostDevice device;
  if (!on_host_device()) return;
  std::size_t used = allocated_bytes();
  {
    ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GENERAL);
    Setup setup(gpu.handle, problems()[0]);
    break_at_launch(5);
    CHECK(Slice(70, 16).train(setup.network, setup.dataset) == WEFT_INTERNAL);
    std::string first = weft_last_error();
    INFO(first);
    CHECK(first.find("while training 7-10-3 in batches of 16") != std::string::npos);
    double loss = 0;
    int64_t correct = 0;
    CHECK(weft_network_evaluate(setup.network, 0, setup.dataset, 0, 5, &loss, &correct, nullptr, 0) == WEFT_INTERNAL);
    CHECK(weft_last_error() == first);
    std::vector<float> values(setup.parameters);
    CHECK(weft_network_read(setup.network, 0, WEFT_PARAMETERS, values.data(), static_cast<int64_t>(values.size())) ==
          WEFT_INTERNAL);
  }
  CHECK(allocated_bytes() == used);
  ContextOwner another = ContextOwner::cuda();
  Setup works(another.handle, problems()[0]);
  CHECK(Slice(70, 16).train(works.network, works.dataset) == WEFT_OK);
}

TEST_CASE("paths and devices that a GPU does not have are refused") {
  HostDevice device;
  weft_context context = 0;
  weft_context_options fused{WEFT_BACKEND_CUDA, 0, 0, WEFT_ISA_AUTO, WEFT_PATH_FUSED};
  CHECK(weft_context_create(&fused, &context) == WEFT_INVALID_ARGUMENT);
  weft_context_options second{WEFT_BACKEND_CUDA, 99, 0, WEFT_ISA_AUTO, WEFT_PATH_AUTO};
  CHECK(weft_context_create(&second, &context) == WEFT_INVALID_ARGUMENT);
  CHECK(std::string(weft_last_error()).find("no CUDA device 99") != std::string::npos);
}

TEST_CASE("the average of the parameters follows them, answers in their place, and goes on where it stopped") {
  use_test_device();
  for (int32_t path : {WEFT_PATH_GENERAL, WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID}) {
    CAPTURE(path);
    check_average(ContextOwner::cuda(path), {20, 8, 3});
  }
}

TEST_CASE("shifted images train bitwise as images that were moved before, on every path") {
  use_test_device();
  for (int32_t path : {WEFT_PATH_GENERAL, WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID}) {
    CAPTURE(path);
    for (int32_t batch : {32, 100}) check_shift(ContextOwner::cuda(path), 8, batch, batch == 32);
  }
}
