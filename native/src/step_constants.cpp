#include "step_constants.h"

#include <cmath>

namespace weft {

AdamBias adam_bias(double beta1, double beta2, int64_t step) {
  double t = static_cast<double>(step);
  return {std::sqrt(1 - std::pow(beta2, t)), 1 - std::pow(beta1, t)};
}

AdamStep adam_step(double beta1, double beta2, double epsilon, float learning_rate, const AdamBias& bias) {
  double size = learning_rate * bias.root / bias.rest;
  return {static_cast<float>(size), static_cast<float>(1 - beta1), static_cast<float>(1 - beta2),
          static_cast<float>(epsilon)};
}

AdamStep adam_step(double beta1, double beta2, double epsilon, float learning_rate, int64_t step) {
  return adam_step(beta1, beta2, epsilon, learning_rate, adam_bias(beta1, beta2, step));
}

DropoutMask dropout_mask(float rate, uint64_t seed, uint32_t layer, uint32_t step) {
  uint64_t drop_below = static_cast<uint64_t>(static_cast<double>(rate) * 4294967296.0);
  return {drop_below, 1.0f / (1.0f - rate), seed, layer, step};
}

}  // namespace weft
