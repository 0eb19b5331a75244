// What one training step needs besides samples and parameters, computed in double precision on the host: every backend
// takes the same numbers.
#pragma once

#include <stdint.h>

namespace weft {

// One Adam update in Keras form (Kingma and Ba, 2015): m += (g - m) keep1, v += (g g - v) keep2, w -= step_size m /
// (sqrt(v) + epsilon), where keep1 = 1 - beta1, keep2 = 1 - beta2.
struct AdamStep {
  float step_size;  // learning_rate sqrt(1 - beta2^t) / (1 - beta1^t)
  float keep1;
  float keep2;
  float epsilon;
};

// What the moments' start at 0 does to the update number `step`, from 1.
struct AdamBias {
  double root;  // sqrt(1 - beta2^step)
  double rest;  // 1 - beta1^step
};
AdamBias adam_bias(double beta1, double beta2, int64_t step);

// The constants of an update.
AdamStep adam_step(double beta1, double beta2, double epsilon, float learning_rate, const AdamBias& bias);

// The constants of the update number `step`, from 1.
AdamStep adam_step(double beta1, double beta2, double epsilon, float learning_rate, int64_t step);

// The mask of one layer at one step; an element is dropped where its 32 random bits lie below drop_below, a comparison
// of whole numbers, so that no backend rounds its way to another mask.
struct DropoutMask {
  uint64_t drop_below;
  float scale;  // 1 / (1 - rate)
  uint64_t seed;
  uint32_t layer;
  uint32_t step;
};

// The mask of a layer's input at a step.
DropoutMask dropout_mask(float rate, uint64_t seed, uint32_t layer, uint32_t step);

}  // namespace weft
