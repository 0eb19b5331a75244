// Training in float64, straight from the definitions: slow, and easy to check by eye.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "architecture.h"
#include "dropout.h"
#include "philox.h"

namespace weft::test {

// Samples as every backend reads them: features scaled, targets a row each.
struct Table {
  std::size_t width;
  std::size_t outputs;
  std::vector<double> features;  // [samples, width]
  std::vector<double> targets;   // [samples, outputs]
  std::vector<double> weights;   // [samples]
};

class Reference64 {
 public:
  Reference64(const Architecture& network, const std::vector<float>& start, uint64_t dropout_seed)
      : parameters(start.begin(), start.end()), average(parameters), architecture_(network), seed_(dropout_seed) {}

  std::vector<double> parameters;
  std::vector<double> average;
  std::vector<double> losses;
  int64_t correct = 0;  // samples classified right before their batch's update; 0 where outputs are not classes

  // One update with the samples order[0] to order[rows - 1] as a batch.
  void step(const Table& table, const int32_t* order, std::size_t rows, double rate, const weft_optimizer& optimizer) {
    std::vector<Layer> layers(architecture_.layers.size());
    std::vector<double> x;
    for (std::size_t r = 0; r < rows; r++) {
      const double* row = &table.features[static_cast<std::size_t>(order[r]) * table.width];
      x.insert(x.end(), row, row + table.width);
    }
    for (std::size_t i = 0; i < layers.size(); i++) x = forward(i, rows, x, layers[i]);
    std::vector<double> d = loss(table, order, rows, x);
    std::vector<double> gradients(parameters.size());
    for (std::size_t i = layers.size(); i-- > 0;) d = backward(i, rows, d, layers, gradients);
    clip(gradients, optimizer.clip_norm);
    double beta1 = optimizer.beta1;
    double beta2 = optimizer.beta2;
    steps_++;
    first_.resize(parameters.size());
    second_.resize(parameters.size());
    double t = static_cast<double>(steps_);
    double size = rate * std::sqrt(1 - std::pow(beta2, t)) / (1 - std::pow(beta1, t));
    for (const DenseLayer& layer : architecture_.layers) {
      for (int64_t i = layer.kernel; i < layer.bias; i++) {
        parameters[static_cast<std::size_t>(i)] *= 1 - rate * optimizer.weight_decay;
      }
    }
    for (std::size_t i = 0; i < parameters.size(); i++) {
      first_[i] += (gradients[i] - first_[i]) * (1 - beta1);
      second_[i] += (gradients[i] * gradients[i] - second_[i]) * (1 - beta2);
      parameters[i] -= size * first_[i] / (std::sqrt(second_[i]) + optimizer.epsilon);
      average[i] = optimizer.average_decay * average[i] + (1 - optimizer.average_decay) * parameters[i];
    }
  }

 private:
  struct Layer {
    std::vector<double> x;  // after dropout
    std::vector<double> factors;
    std::vector<double> z;
  };

  static void clip(std::vector<double>& gradients, double clip_norm) {
    double sum = 0;
    for (double g : gradients) sum += g * g;
    if (clip_norm == 0 || std::sqrt(sum) <= clip_norm) return;
    for (double& g : gradients) g *= clip_norm / std::sqrt(sum);
  }

  static double normal(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

  static double activated(Activation activation, double z) {
    switch (activation.code) {
      case WEFT_RELU:
        return z > 0 ? z : 0;
      case WEFT_LEAKY_RELU:
        return z > 0 ? z : static_cast<double>(activation.parameter) * z;
      case WEFT_SIGMOID:
        return 1 / (1 + std::exp(-z));
      case WEFT_TANH:
        return std::tanh(z);
      case WEFT_GELU:
        return z * normal(z);
      default:
        return z;
    }
  }

  static double slope(Activation activation, double z) {
    double y = activated(activation, z);
    switch (activation.code) {
      case WEFT_RELU:
        return z > 0 ? 1 : 0;
      case WEFT_LEAKY_RELU:
        return z > 0 ? 1 : static_cast<double>(activation.parameter);
      case WEFT_SIGMOID:
        return y * (1 - y);
      case WEFT_TANH:
        return 1 - y * y;
      case WEFT_GELU:
        return normal(z) + z * std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
      default:
        return 1;
    }
  }

  std::vector<double> forward(std::size_t index, std::size_t rows, std::vector<double> x, Layer& to) const {
    const DenseLayer& layer = architecture_.layers[index];
    std::size_t in = static_cast<std::size_t>(layer.in);
    std::size_t out = static_cast<std::size_t>(layer.out);
    to.factors.assign(x.size(), 1);
    if (layer.input_dropout.rate > 0) {
      DropoutMask mask =
          dropout_mask(layer.input_dropout, seed_, static_cast<uint32_t>(index), static_cast<uint32_t>(steps_));
      for (std::size_t e = 0; e < x.size(); e++) {
        PhiloxBlock bits = philox(mask.seed, static_cast<uint32_t>(e / 4), mask.layer, mask.step, philox_dropout);
        to.factors[e] = bits.word[e % 4] < mask.drop_below ? 0.0 : static_cast<double>(mask.scale);
        x[e] *= to.factors[e];
      }
    }
    to.z.assign(rows * out, 0);
    std::vector<double> y(rows * out);
    for (std::size_t r = 0; r < rows; r++) {
      for (std::size_t c = 0; c < out; c++) {
        double sum = parameters[static_cast<std::size_t>(layer.bias) + c];
        for (std::size_t k = 0; k < in; k++) {
          sum += x[r * in + k] * parameters[static_cast<std::size_t>(layer.kernel) + k * out + c];
        }
        to.z[r * out + c] = sum;
        y[r * out + c] = activated(layer.activation, sum);
      }
    }
    to.x = std::move(x);
    return y;
  }

  // The first largest of a row; of one output 1 where it lies above the threshold.
  static std::size_t class_of(const double* row, std::size_t width, double threshold) {
    if (width == 1) return row[0] > threshold ? 1 : 0;
    std::size_t best = 0;
    for (std::size_t k = 1; k < width; k++) best = row[k] > row[best] ? k : best;
    return best;
  }

  // The gradient by the logits; adds the batch's mean loss to losses, and to correct.
  std::vector<double> loss(const Table& table, const int32_t* order, std::size_t rows, const std::vector<double>& z) {
    std::size_t out = table.outputs;
    std::vector<double> d(z.size());
    double total = 0;
    for (std::size_t r = 0; r < rows; r++) {
      const double* t = &table.targets[static_cast<std::size_t>(order[r]) * out];
      double weight = table.weights[static_cast<std::size_t>(order[r])] / static_cast<double>(rows);
      if (architecture_.classes() > 0) correct += class_of(&z[r * out], out, 0) == class_of(t, out, 0.5);
      double sum = 0;
      double target_sum = 0;
      for (std::size_t k = 0; k < out; k++) {
        sum += std::exp(z[r * out + k]);
        target_sum += t[k];
      }
      for (std::size_t k = 0; k < out; k++) {
        double logit = z[r * out + k];
        double width = static_cast<double>(out);
        double p = 1 / (1 + std::exp(-logit));
        double& to = d[r * out + k];
        switch (architecture_.loss) {
          case Loss::softmax_cross_entropy:
            total -= weight * t[k] * (logit - std::log(sum));
            to = weight * (std::exp(logit) / sum * target_sum - t[k]);
            break;
          case Loss::sigmoid_cross_entropy:
            total -= weight * (t[k] * std::log(p) + (1 - t[k]) * std::log1p(-p)) / width;
            to = weight * (p - t[k]) / width;
            break;
          default:
            total += weight * (logit - t[k]) * (logit - t[k]) / width;
            to = weight * 2 * (logit - t[k]) / width;
        }
      }
    }
    losses.push_back(total);
    return d;
  }

  // Takes the gradient by the layer's output, gives that by its input.
  std::vector<double> backward(std::size_t index, std::size_t rows, std::vector<double> d,
                               const std::vector<Layer>& layers, std::vector<double>& gradients) const {
    const DenseLayer& layer = architecture_.layers[index];
    const Layer& values = layers[index];
    std::size_t in = static_cast<std::size_t>(layer.in);
    std::size_t out = static_cast<std::size_t>(layer.out);
    std::vector<double> dx(rows * in);
    for (std::size_t r = 0; r < rows; r++) {
      for (std::size_t c = 0; c < out; c++) {
        double dz = d[r * out + c] * slope(layer.activation, values.z[r * out + c]);
        gradients[static_cast<std::size_t>(layer.bias) + c] += dz;
        for (std::size_t k = 0; k < in; k++) {
          std::size_t at = static_cast<std::size_t>(layer.kernel) + k * out + c;
          gradients[at] += values.x[r * in + k] * dz;
          dx[r * in + k] += dz * parameters[at] * values.factors[r * in + k];
        }
      }
    }
    return dx;
  }

  Architecture architecture_;
  uint64_t seed_;
  int64_t steps_ = 0;
  std::vector<double> first_;
  std::vector<double> second_;
};

// The norm of the difference over the norm.
template <typename Actual, typename Expected>
double relative_difference(const Actual& actual, const Expected& expected) {
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < expected.size(); i++) {
    double e = static_cast<double>(expected[i]);
    double d = static_cast<double>(actual[i]) - e;
    difference += d * d;
    size += e * e;
  }
  return std::sqrt(difference / size);
}

}  // namespace weft::test
