#include "step_constants.h"

#include <cmath>

namespace weft {

AdamStep adam_step(double beta1, double beta2, double epsilon, float learning_rate, int64_t step) {
  double t = static_cast<double>(step);
  double size = learning_rate * std::sqrt(1 - std::pow(beta2, t)) / (1 - std::pow(beta1, t));
  return {static_cast<float>(size), static_cast<float>(1 - beta1), static_cast<float>(1 - beta2),
          static_cast<float>(epsilon)};
}

DropoutMask dropout_mask(float rate, uint64_t seed, uint32_t layer, uint32_t step) {
  uint64_t drop_below = static_cast<uint64_t>(static_cast<double>(rate) * 4294967296.0);
  return {drop_below, 1.0f / (1.0f - rate), seed, layer, step};
}

}  // namespace weft
