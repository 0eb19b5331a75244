#include "math/optimizer.h"

#include <cmath>

#include "error.h"

namespace weft {
namespace {

// base^exponent by multiplications alone, which every machine rounds alike; the C library's pow() may differ in the
// last bit from one processor, and from one version, to another.
double power(double base, int64_t exponent) {
  double result = 1;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= base;
    base *= base;
  }
  return result;
}

}  // namespace

MomentBias moment_bias(const weft_optimizer& optimizer, int64_t step) {
  return {std::sqrt(1 - power(optimizer.beta2, step)), 1 - power(optimizer.beta1, step)};
}

OptimizerStep optimizer_step(const weft_optimizer& optimizer, float learning_rate, const MomentBias& bias) {
  double size = learning_rate * bias.root / bias.rest;
  return {{static_cast<float>(size), static_cast<float>(1 - optimizer.beta1), static_cast<float>(1 - optimizer.beta2),
           static_cast<float>(optimizer.epsilon), static_cast<float>(learning_rate * optimizer.weight_decay)},
          static_cast<float>(optimizer.clip_norm),
          static_cast<float>(1 - optimizer.average_decay)};
}

OptimizerStep optimizer_step(const weft_optimizer& optimizer, float learning_rate, int64_t step) {
  return optimizer_step(optimizer, learning_rate, moment_bias(optimizer, step));
}

void require_optimizer(const weft_optimizer& optimizer) {
  require(optimizer.kind == WEFT_ADAM || optimizer.kind == WEFT_ADAMW, "optimizer ", optimizer.kind, " does not exist");
  require(optimizer.beta1 >= 0 && optimizer.beta1 < 1, "beta1 is ", optimizer.beta1, ", expected [0, 1)");
  require(optimizer.beta2 >= 0 && optimizer.beta2 < 1, "beta2 is ", optimizer.beta2, ", expected [0, 1)");
  require(optimizer.epsilon > 0 && std::isfinite(optimizer.epsilon), "epsilon is ", optimizer.epsilon,
          ", expected a positive number");
  require(optimizer.weight_decay >= 0 && std::isfinite(optimizer.weight_decay), "weight_decay is ",
          optimizer.weight_decay, ", expected a number from 0");
  require(optimizer.weight_decay == 0 || optimizer.kind == WEFT_ADAMW, "weight_decay is ", optimizer.weight_decay,
          ", expected 0 of this optimizer");
  require(optimizer.clip_norm >= 0 && std::isfinite(optimizer.clip_norm), "clip_norm is ", optimizer.clip_norm,
          ", expected a number from 0");
  require(optimizer.average_decay >= 0 && optimizer.average_decay < 1, "average_decay is ", optimizer.average_decay,
          ", expected [0, 1)");
}

}  // namespace weft
