// The single operations of the CUDA backend through the C ABI, on the host's device, against the CPU backend.
#include <cmath>
#include <limits>

#include "abi_fixture.h"
#include "cuda/host_device.h"

using namespace weft::test;

namespace {

struct Both {
  ContextOwner cpu{1};
  ContextOwner gpu;

  Both() : gpu(open()) {}

 private:
  static ContextOwner open() {
    use_test_device();
    set_device_memory(0);
    break_at_launch(0);
    return ContextOwner::cuda();
  }
};

void check_close(const std::vector<float>& actual, const std::vector<float>& expected, double tolerance) {
  REQUIRE(actual.size() == expected.size());
  for (std::size_t i = 0; i < actual.size(); i++) {
    if (std::isnan(expected[i])) {
      CHECK(std::isnan(actual[i]));
    } else if (std::isinf(expected[i])) {
      CHECK(actual[i] == expected[i]);
    } else {
      CHECK(std::abs(actual[i] - expected[i]) <= tolerance * std::max(1.0f, std::abs(expected[i])));
    }
  }
}

std::vector<float> numbers(std::size_t count) { return std::vector<float>(count, -99.0f); }

}  // namespace

TEST_CASE("dense layers forward and backward") {
  Both both;
  struct Shape {
    int32_t batch;
    int32_t in;
    int32_t out;
  };
  for (Shape s : {Shape{1, 1, 1}, Shape{33, 7, 10}, Shape{5, 300, 33}, Shape{260, 17, 3}}) {
    auto size = [](int32_t a, int32_t b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); };
    Random random(4);
    std::vector<float> x = random.values(size(s.batch, s.in));
    std::vector<float> kernel = random.values(size(s.in, s.out));
    std::vector<float> bias = random.values(size(1, s.out));
    std::vector<float> dz = random.values(size(s.batch, s.out));
    std::vector<float> results[2][4];
    for (int which : {0, 1}) {
      weft_context context = which == 0 ? both.cpu.handle : both.gpu.handle;
      std::vector<float>* r = results[which];
      r[0] = numbers(dz.size());
      r[1] = numbers(x.size());
      r[2] = numbers(kernel.size());
      r[3] = numbers(bias.size());
      REQUIRE_OK(weft_dense_forward(context, s.batch, s.in, s.out, x.data(), kernel.data(), bias.data(), r[0].data()));
      REQUIRE_OK(weft_dense_backward(context, s.batch, s.in, s.out, x.data(), kernel.data(), dz.data(), r[1].data(),
                                     r[2].data(), r[3].data()));
    }
    for (int i = 0; i < 4; i++) check_close(results[1][i], results[0][i], 1e-5);
    std::vector<float> kernel_alone = numbers(kernel.size());
    std::vector<float> bias_alone = numbers(bias.size());
    REQUIRE_OK(weft_dense_backward(both.gpu.handle, s.batch, s.in, s.out, x.data(), kernel.data(), dz.data(), nullptr,
                                   kernel_alone.data(), bias_alone.data()));
    CHECK(kernel_alone == results[1][2]);
    CHECK(bias_alone == results[1][3]);
  }
}

TEST_CASE("activations, extreme values among them, and dropout bit by bit") {
  Both both;
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> z = Random(2).values(300, -6, 6);
  z.insert(z.end(), {-infinity, -1e30f, -200, -88, -1e-30f, 0, 1e-30f, 88, 200, 1e30f, infinity,
                     std::numeric_limits<float>::quiet_NaN()});
  std::vector<float> dy = Random(3).values(z.size());
  int64_t count = static_cast<int64_t>(z.size());
  for (int32_t code : {WEFT_LINEAR, WEFT_RELU, WEFT_SIGMOID, WEFT_TANH, WEFT_GELU, WEFT_LEAKY_RELU}) {
    CAPTURE(code);
    float parameter = code == WEFT_LEAKY_RELU ? 0.25f : 0.0f;
    std::vector<float> y[2] = {numbers(z.size()), numbers(z.size())};
    std::vector<float> dz[2] = {numbers(z.size()), numbers(z.size())};
    for (std::size_t which : {0u, 1u}) {
      weft_context context = which == 0 ? both.cpu.handle : both.gpu.handle;
      REQUIRE_OK(weft_activation_forward(context, code, parameter, count, z.data(), y[which].data()));
      REQUIRE_OK(weft_activation_backward(context, code, parameter, count, z.data(), y[0].data(), dy.data(),
                                          dz[which].data()));
    }
    check_close(y[1], y[0], 1e-6);
    check_close(dz[1], dz[0], 1e-6);
  }
  for (int64_t length : {0, 1, 3, 4, 257}) {
    std::vector<float> dropped[2] = {numbers(300), numbers(300)};
    for (std::size_t which : {0u, 1u}) {
      weft_context context = which == 0 ? both.cpu.handle : both.gpu.handle;
      REQUIRE_OK(weft_dropout(context, 0.3f, 42, 2, 9, length, z.data(), dropped[which].data()));
    }
    CHECK(dropped[0] == dropped[1]);
  }
}

TEST_CASE("losses, narrow and wide, with weights and without meaning") {
  Both both;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (int32_t width : {1, 2, 10, 64, 65, 200}) {
    for (int32_t kind : {WEFT_SOFTMAX_CROSS_ENTROPY, WEFT_SIGMOID_CROSS_ENTROPY, WEFT_MEAN_SQUARED_ERROR}) {
      CAPTURE(width);
      CAPTURE(kind);
      const int32_t batch = 131;
      std::size_t count = static_cast<std::size_t>(batch * width);
      Random random(6);
      std::vector<float> logits = random.values(count, -4, 4);
      logits[0] = 500;
      logits[count - 1] = -500;
      std::vector<float> targets = random.values(count, 0, 1);
      std::vector<float> weights = random.values(static_cast<std::size_t>(batch), 0, 2);
      for (bool poisoned : {false, true}) {
        if (poisoned) logits[static_cast<std::size_t>(width)] = nan;
        std::vector<float> outputs[2] = {numbers(count), numbers(count)};
        std::vector<float> gradients[2] = {numbers(count), numbers(count)};
        double loss[2] = {0, 0};
        for (std::size_t which : {0u, 1u}) {
          weft_context context = which == 0 ? both.cpu.handle : both.gpu.handle;
          REQUIRE_OK(weft_loss(context, kind, batch, width, logits.data(), targets.data(), weights.data(),
                               outputs[which].data(), gradients[which].data(), &loss[which]));
        }
        if (poisoned) {
          CHECK(std::isnan(loss[1]));
        } else {
          CHECK(loss[1] == doctest::Approx(loss[0]).epsilon(1e-6));
        }
        if (kind != WEFT_MEAN_SQUARED_ERROR) check_close(outputs[1], outputs[0], 1e-6);
        check_close(gradients[1], gradients[0], 1e-6);
      }
    }
  }
}

TEST_CASE("updates") {
  Both both;
  for (std::size_t count : {1u, 255u, 257u}) {
    Random random(8);
    std::vector<float> w[2] = {random.values(count), {}};
    std::vector<float> m[2] = {std::vector<float>(count), std::vector<float>(count)};
    std::vector<float> v[2] = {std::vector<float>(count), std::vector<float>(count)};
    w[1] = w[0];
    for (int64_t step = 1; step <= 5; step++) {
      std::vector<float> g = random.values(count, -0.01f, 0.01f);
      for (std::size_t which : {0u, 1u}) {
        weft_context context = which == 0 ? both.cpu.handle : both.gpu.handle;
        REQUIRE_OK(weft_optimizer_update(context, &adam, 0.001f, step, static_cast<int64_t>(count), g.data(),
                                         w[which].data(), m[which].data(), v[which].data()));
      }
    }
    check_close(w[1], w[0], 1e-6);
    check_close(m[1], m[0], 1e-6);
    check_close(v[1], v[0], 1e-6);
  }
}
