// Every instruction set that this machine has, against float64 formulas at odd and boundary sizes.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "cpu/compute.h"
#include "cpu/instruction_set.h"
#include "cpu/kernels.h"
#include "random_values.h"

using namespace weft::cpu;
using weft::moment_bias;
using weft::optimizer_step;
using weft::OptimizerStep;
using weft::Tensor;
using weft::test::Random;

namespace {

const weft_optimizer adam{WEFT_ADAM, 0.9, 0.999, 1e-7, 0, 0, 0};

const std::size_t sizes[] = {1, 7, 10, 16, 17, 31, 32, 33, 64, 784};

std::vector<int32_t> instruction_sets() {
  std::vector<int32_t> sets;
  for (int32_t isa : {WEFT_ISA_BASELINE, WEFT_ISA_AVX2, WEFT_ISA_AVX512}) {
    if (has_instruction_set(isa)) sets.push_back(isa);
  }
  return sets;
}

template <typename Body>
void on_each(const Body& body) {
  for (int32_t isa : instruction_sets()) {
    CAPTURE(instruction_set_name(isa));
    for (std::size_t size : sizes) {
      CAPTURE(size);
      body(kernels_for(isa), size);
    }
  }
}

bool close(double actual, double expected, double tolerance) {
  return std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

constexpr float slope = 0.25f;

// Of a leaky ReLU with that slope.
double exact(int32_t code, double z) {
  switch (code) {
    case WEFT_RELU:
      return z > 0 ? z : 0;
    case WEFT_LEAKY_RELU:
      return z > 0 ? z : slope * z;
    case WEFT_SIGMOID:
      return 1 / (1 + std::exp(-z));
    case WEFT_TANH:
      return std::tanh(z);
    case WEFT_GELU:
      return z * 0.5 * std::erfc(-z / std::sqrt(2.0));
    default:
      return z;
  }
}

}  // namespace

TEST_CASE("the machine's widest instruction set is the automatic one, and an unknown one is refused") {
  CHECK(resolve_instruction_set(WEFT_ISA_AUTO) == instruction_sets().back());
  CHECK_THROWS(resolve_instruction_set(-1));
  CHECK_THROWS(resolve_instruction_set(99));
}

TEST_CASE("pixels are scaled by 1/255") {
  on_each([](const Kernels& kernels, std::size_t size) {
    std::vector<uint8_t> pixels(size);
    for (std::size_t i = 0; i < size; i++) pixels[i] = static_cast<uint8_t>(i * 37);
    std::vector<float> x(size);
    kernels.scale_pixels(static_cast<int64_t>(size), pixels.data(), x.data());
    for (std::size_t i = 0; i < size; i++) CHECK(x[i] == static_cast<float>(pixels[i]) * (1.0f / 255.0f));
  });
}

TEST_CASE("column sums keep their digits over thousands of rows") {
  on_each([](const Kernels& kernels, std::size_t columns) {
    const std::size_t rows = 5000;
    std::vector<float> matrix = Random(1).values(rows * columns, 0, 1);
    std::vector<float> sums(columns);
    int64_t width = static_cast<int64_t>(columns);
    kernels.column_sums(rows, width, width, matrix.data(), sums.data());
    for (std::size_t c = 0; c < columns; c += 13) {
      double expected = 0;
      for (std::size_t row = 0; row < rows; row++) expected += matrix[row * columns + c];
      // Blocks of 64 rows: no running sum is longer than 80 terms, so the error stays within about 80 2^-24.
      CHECK(close(sums[c], expected, 80 * 0x1p-24));
    }
  });
}

TEST_CASE("activations and their derivatives agree with float64 and with finite differences") {
  for (int32_t code : {WEFT_LINEAR, WEFT_RELU, WEFT_SIGMOID, WEFT_TANH, WEFT_GELU, WEFT_LEAKY_RELU}) {
    CAPTURE(code);
    const weft::Activation activation{code, code == WEFT_LEAKY_RELU ? slope : 0};
    on_each([code, activation](const Kernels& kernels, std::size_t size) {
      std::vector<float> z = Random(2).values(size, -6, 6);
      std::vector<float> dy = Random(3).values(size);
      std::vector<float> y(size);
      std::vector<float> dz(size);
      int64_t count = static_cast<int64_t>(size);
      kernels.activation_forward(&activation, count, z.data(), y.data());
      kernels.activation_backward(&activation, count, z.data(), y.data(), dy.data(), dz.data());
      const double h = 1e-5;
      for (std::size_t i = 0; i < size; i++) {
        CHECK(close(y[i], exact(code, z[i]), 4e-7));
        double derivative = (exact(code, z[i] + h) - exact(code, z[i] - h)) / (2 * h);
        if ((code == WEFT_RELU || code == WEFT_LEAKY_RELU) && std::abs(z[i]) < h) continue;
        CHECK(close(dz[i], dy[i] * derivative, 1e-6));
      }
    });
  }
}

TEST_CASE("activations at extreme values") {
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float z[] = {-infinity, -1e30f, -200, -88, -1e-30f, 0, 1e-30f, 88, 200, 1e30f, infinity, nan};
  const int64_t count = 12;
  for (int32_t isa : instruction_sets()) {
    CAPTURE(instruction_set_name(isa));
    for (int32_t code : {WEFT_RELU, WEFT_LEAKY_RELU, WEFT_SIGMOID, WEFT_TANH, 0}) {
      const weft::Activation activation{code, code == WEFT_LEAKY_RELU ? slope : 0};
      float y[count];
      kernels_for(isa).activation_forward(&activation, count, z, y);
      for (int64_t i = 0; i < count - 1; i++) {
        CAPTURE(z[i]);
        CHECK((y[i] == exact(code, z[i]) || close(y[i], exact(code, z[i]), 4e-7)));
      }
      CHECK(std::isnan(y[count - 1]));
    }
  }
}

TEST_CASE("tanh keeps its relative accuracy near 0") {
  const weft::Activation hyperbolic_tangent{WEFT_TANH, 0};
  for (int32_t isa : instruction_sets()) {
    for (float z : {1e-6f, 1e-3f, 0.1f, 0.6f, 0.63f}) {
      float y;
      kernels_for(isa).activation_forward(&hyperbolic_tangent, 1, &z, &y);
      CHECK(std::abs(y / std::tanh(static_cast<double>(z)) - 1) < 4e-7);
    }
  }
}

TEST_CASE("dropout drops the stated share, scales the rest, and is the same for every instruction set and cut") {
  const std::size_t count = 40000;
  std::vector<float> x(count, 1.0f);
  std::vector<float> first;
  for (int32_t isa : instruction_sets()) {
    DropoutMask mask{static_cast<uint64_t>(0.2 * 4294967296.0), 1.25f, 42, 1, 7};
    std::vector<float> y(count);
    kernels_for(isa).dropout(&mask, 0, 10000, x.data(), y.data());
    kernels_for(isa).dropout(&mask, 10000, 30000, x.data() + 10000, y.data() + 10000);
    std::size_t dropped = 0;
    for (float value : y) {
      REQUIRE((value == 0 || value == 1.25f));
      dropped += value == 0;
    }
    // Five standard deviations of a binomial share: 5 sqrt(0.2 0.8 / 40000) = 0.01.
    CHECK(std::abs(static_cast<double>(dropped) / count - 0.2) < 0.01);
    if (first.empty()) first = y;
    CHECK(y == first);
  }
}

TEST_CASE("Adam follows its definition in float64 over a hundred steps") {
  on_each([](const Kernels& kernels, std::size_t size) {
    Random random(4);
    std::vector<float> w = random.values(size);
    std::vector<float> m(size);
    std::vector<float> v(size);
    std::vector<double> w64(w.begin(), w.end());
    std::vector<double> m64(size);
    std::vector<double> v64(size);
    for (int64_t t = 1; t <= 100; t++) {
      std::vector<float> g = random.values(size, -0.01f, 0.01f);
      OptimizerStep step = optimizer_step(adam, 0.001f, t);
      kernels.update(Tensor::kernel, &step, static_cast<int64_t>(size), g.data(), w.data(), m.data(), v.data(),
                     nullptr);
      double rate = 0.001 * std::sqrt(1 - std::pow(0.999, t)) / (1 - std::pow(0.9, t));
      for (std::size_t i = 0; i < size; i++) {
        m64[i] = 0.9 * m64[i] + 0.1 * g[i];
        v64[i] = 0.999 * v64[i] + 0.001 * g[i] * g[i];
        w64[i] -= rate * m64[i] / (std::sqrt(v64[i]) + 1e-7);
      }
    }
    for (std::size_t i = 0; i < size; i++) CHECK(close(w[i], w64[i], 2e-6));
  });
}

TEST_CASE("what the moments' start does is the same number on every machine") {
  // Not what pow() makes of it, whose last bit depends on whether glibc finds FMA.
  weft::MomentBias bias = moment_bias(adam, 6);
  CHECK(bias.root == 0x1.3ce0e444bf63ep-4);
  CHECK(bias.rest == 0x1.dfcdee34fc60ep-2);
  CHECK(moment_bias(adam, 1563).root == 0x1.c743c984e96aap-1);
  for (int64_t step :
       {int64_t{1}, int64_t{2}, int64_t{7}, int64_t{1000}, int64_t{1} << 40, std::numeric_limits<int64_t>::max()}) {
    CAPTURE(step);
    double t = static_cast<double>(step);
    weft::MomentBias computed = moment_bias(adam, step);
    CHECK(std::abs(computed.root / std::sqrt(1 - std::pow(0.999, t)) - 1) < 1e-13);
    CHECK(std::abs(computed.rest / (1 - std::pow(0.9, t)) - 1) < 1e-13);
  }
}

TEST_CASE("Adam with gradients of any size moves by at most a few learning rates, and NaN shows") {
  for (int32_t isa : instruction_sets()) {
    for (float gradient : {0.0f, 1e-30f, 1e-10f, 1.0f, 1e10f, 1e18f}) {
      float w = 1;
      float m = 0;
      float v = 0;
      OptimizerStep step = optimizer_step(adam, 0.001f, 1);
      kernels_for(isa).update(Tensor::kernel, &step, 1, &gradient, &w, &m, &v, nullptr);
      CHECK(std::abs(w - 1) <= 0.00101f);
    }
    float w = 1;
    float m = 0;
    float v = 0;
    float gradient = std::numeric_limits<float>::quiet_NaN();
    OptimizerStep step = optimizer_step(adam, 0.001f, 1);
    kernels_for(isa).update(Tensor::kernel, &step, 1, &gradient, &w, &m, &v, nullptr);
    CHECK(std::isnan(w));
  }
}
