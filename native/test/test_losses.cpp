// The losses and output functions of every instruction set: values and probabilities against float64, gradients against
// finite differences.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "cpu/instruction_set.h"
#include "cpu/kernels.h"
#include "random_values.h"

using namespace weft::cpu;
using weft::Loss;
using weft::OutputFunction;
using weft::test::Random;

namespace {

constexpr int64_t rows = 5;
const float weights[rows] = {1, 0.5f, 2, 0, 1};

struct Result {
  std::vector<float> outputs;
  std::vector<float> dlogits;
  std::vector<double> row_losses;
};

Result run(const Kernels& kernels, Loss loss, int64_t width, const std::vector<float>& logits,
           const std::vector<float>& targets) {
  std::size_t count = static_cast<std::size_t>(rows * width);
  Result result{std::vector<float>(count), std::vector<float>(count), std::vector<double>(rows)};
  LossRows arguments{rows,
                     width,
                     logits.data(),
                     targets.data(),
                     weights,
                     1.0f / rows,
                     result.outputs.data(),
                     result.dlogits.data(),
                     result.row_losses.data()};
  kernels.loss(loss, &arguments);
  return result;
}

// The mean loss in float64, straight from the definitions.
double reference(int kind, int64_t width, const std::vector<double>& z, const std::vector<float>& t) {
  double total = 0;
  for (int64_t row = 0; row < rows; row++) {
    double sum = 0;
    for (int64_t k = 0; k < width; k++) sum += std::exp(z[static_cast<std::size_t>(row * width + k)]);
    double loss = 0;
    for (int64_t k = 0; k < width; k++) {
      double logit = z[static_cast<std::size_t>(row * width + k)];
      double target = t[static_cast<std::size_t>(row * width + k)];
      double p = 1 / (1 + std::exp(-logit));
      if (kind == WEFT_SOFTMAX_CROSS_ENTROPY) loss -= target * (logit - std::log(sum));
      if (kind == WEFT_SIGMOID_CROSS_ENTROPY) {
        loss -= (target * std::log(p) + (1 - target) * std::log1p(-p)) / static_cast<double>(width);
      }
      if (kind == WEFT_MEAN_SQUARED_ERROR) loss += (logit - target) * (logit - target) / static_cast<double>(width);
    }
    total += weights[row] * loss;
  }
  return total / rows;
}

template <typename Body>
void on_each_instruction_set(const Body& body) {
  for (int32_t isa : {WEFT_ISA_BASELINE, WEFT_ISA_AVX2, WEFT_ISA_AVX512}) {
    if (!has_instruction_set(isa)) continue;
    CAPTURE(instruction_set_name(isa));
    body(kernels_for(isa));
  }
}

}  // namespace

TEST_CASE("losses agree with float64 and gradients with finite differences, soft targets and weights included") {
  on_each_instruction_set([](const Kernels& kernels) {
    for (int kind : {WEFT_SOFTMAX_CROSS_ENTROPY, WEFT_SIGMOID_CROSS_ENTROPY, WEFT_MEAN_SQUARED_ERROR}) {
      for (int64_t width : {1, 2, 7, 10, 16, 17, 33, 64}) {
        CAPTURE(kind);
        CAPTURE(width);
        std::size_t count = static_cast<std::size_t>(rows * width);
        std::vector<float> logits = Random(6).values(count, -4, 4);
        std::vector<float> targets = Random(7).values(count, 0, 1);
        Result result = run(kernels, static_cast<Loss>(kind), width, logits, targets);
        std::vector<double> z(logits.begin(), logits.end());
        double loss = 0;
        for (double row_loss : result.row_losses) loss += row_loss / rows;
        CHECK(loss == doctest::Approx(reference(kind, width, z, targets)).epsilon(1e-6));
        const double h = 1e-5;
        for (std::size_t i = 0; i < count; i += 3) {
          std::vector<double> up = z;
          std::vector<double> down = z;
          up[i] += h;
          down[i] -= h;
          double slope = (reference(kind, width, up, targets) - reference(kind, width, down, targets)) / (2 * h);
          // Targets of a row add up to as much as the width, and so do the terms that cancel in the gradient.
          CHECK(std::abs(result.dlogits[i] - slope) < 1e-6 * static_cast<double>(width));
        }
      }
    }
  });
}

TEST_CASE("outputs are those that the losses take, and agree with float64") {
  on_each_instruction_set([](const Kernels& kernels) {
    for (int64_t width : {1, 2, 7, 10, 16, 17, 33, 64}) {
      CAPTURE(width);
      std::size_t count = static_cast<std::size_t>(rows * width);
      std::vector<float> logits = Random(6).values(count, -4, 4);
      std::vector<float> targets = Random(7).values(count, 0, 1);
      std::vector<float> softmax(count);
      std::vector<float> sigmoid(count);
      std::vector<float> linear(count);
      kernels.output(OutputFunction::softmax, rows, width, logits.data(), softmax.data());
      kernels.output(OutputFunction::sigmoid, rows, width, logits.data(), sigmoid.data());
      kernels.output(OutputFunction::linear, rows, width, logits.data(), linear.data());
      CHECK(softmax == run(kernels, Loss::softmax_cross_entropy, width, logits, targets).outputs);
      CHECK(sigmoid == run(kernels, Loss::sigmoid_cross_entropy, width, logits, targets).outputs);
      CHECK(linear == logits);
      for (std::size_t i = 0; i < count; i++) {
        std::size_t row = i / static_cast<std::size_t>(width);
        double sum = 0;
        for (std::size_t k = 0; k < static_cast<std::size_t>(width); k++) {
          sum += std::exp(static_cast<double>(logits[row * static_cast<std::size_t>(width) + k]));
        }
        double z = logits[i];
        CHECK(softmax[i] == doctest::Approx(std::exp(z) / sum).epsilon(1e-6));
        CHECK(sigmoid[i] == doctest::Approx(1 / (1 + std::exp(-z))).epsilon(1e-6));
      }
    }
  });
}

TEST_CASE("losses are finite for huge logits and right at the limit") {
  on_each_instruction_set([](const Kernels& kernels) {
    std::vector<float> targets(rows * 2);
    std::vector<float> logits(rows * 2);
    for (std::size_t row = 0; row < rows; row++) {
      targets[2 * row] = 1;
      logits[2 * row] = -1e4f;
      logits[2 * row + 1] = 1e4f;
    }
    Result softmax = run(kernels, Loss::softmax_cross_entropy, 2, logits, targets);
    CHECK(softmax.row_losses[0] == doctest::Approx(2e4));
    CHECK(softmax.outputs[0] == 0);
    CHECK(softmax.outputs[1] == 1);
    CHECK(softmax.dlogits[0] == doctest::Approx(-0.2));
    Result sigmoid = run(kernels, Loss::sigmoid_cross_entropy, 2, logits, targets);
    CHECK(sigmoid.row_losses[0] == doctest::Approx(1e4));
    CHECK(sigmoid.outputs[0] == 0);
    CHECK(sigmoid.outputs[1] == 1);
  });
}

TEST_CASE("a NaN logit makes the row's loss NaN, wherever it stands") {
  on_each_instruction_set([](const Kernels& kernels) {
    for (std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
      std::vector<float> logits(rows * 3, 0.5f);
      std::vector<float> targets(rows * 3, 0.0f);
      targets[1] = 1;
      logits[at] = std::numeric_limits<float>::quiet_NaN();
      CHECK(std::isnan(run(kernels, Loss::softmax_cross_entropy, 3, logits, targets).row_losses[0]));
      CHECK(std::isnan(run(kernels, Loss::sigmoid_cross_entropy, 3, logits, targets).row_losses[0]));
      CHECK(std::isnan(run(kernels, Loss::mean_squared_error, 3, logits, targets).row_losses[0]));
    }
  });
}
