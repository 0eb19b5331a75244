// The arithmetic of single elements, shared by every kernel, so that all paths and the single operations compute alike.
#pragma once

#include <math.h>
#include <stdint.h>

#include "philox.h"
#include "portable.h"
#include "step_constants.h"
#include "weft/weft.h"

namespace weft::cuda {

constexpr float pixel_scale = 1.0f / 255.0f;

WEFT_DEVICE inline float sigmoid(float z) {
  float e = expf(-fabsf(z));
  return (z < 0 ? e : 1.0f) / (1.0f + e);
}

// The distribution function and the density of the normal distribution.
WEFT_DEVICE inline float normal_distribution(float z) { return 0.5f * erfcf(z * -0.707106781f); }
WEFT_DEVICE inline float normal_density(float z) { return 0.398942280f * expf(-0.5f * z * z); }

// y = activation(z); `activation` is one of weft.h's constants.
WEFT_DEVICE inline float activate(int32_t activation, float z) {
  switch (activation) {
    case WEFT_RELU:
      // Written so that NaN stays NaN: a divergence must not look like a zero.
      return z < 0 ? 0.0f : z;
    case WEFT_SIGMOID:
      return sigmoid(z);
    case WEFT_TANH:
      return tanhf(z);
    case WEFT_GELU:
      return z * normal_distribution(z);
    default:
      return z;
  }
}

// dz = dy activation'(z), with y = activation(z); GELU alone reads z.
WEFT_DEVICE inline float back_through(int32_t activation, float z, float y, float dy) {
  switch (activation) {
    case WEFT_RELU:
      return y > 0 ? dy : 0.0f;
    case WEFT_SIGMOID:
      return dy * (y * (1.0f - y));
    case WEFT_TANH:
      return dy * (1.0f - y * y);
    case WEFT_GELU:
      return dy * (normal_distribution(z) + z * normal_density(z));
    default:
      return dy;
  }
}

// Whether element `index` of a layer's input [batch, in] is dropped.
WEFT_DEVICE inline bool is_dropped(const DropoutMask& mask, int64_t index) {
  PhiloxBlock bits = philox(mask.seed, static_cast<uint32_t>(index / 4), mask.layer, mask.step, philox_dropout);
  int64_t word = index % 4;
  // Not an index: a word picked by a number that only runs is known would put the block into memory.
  uint32_t low = word == 0 ? bits.word[0] : bits.word[1];
  uint32_t high = word == 2 ? bits.word[2] : bits.word[3];
  return (word < 2 ? low : high) < mask.drop_below;
}

// That element after dropout; its own backward pass.
WEFT_DEVICE inline float dropped(const DropoutMask& mask, int64_t index, float value) {
  return is_dropped(mask, index) ? 0.0f : value * mask.scale;
}

WEFT_DEVICE inline void adam_element(const AdamStep& step, float g, float& w, float& m, float& v) {
  m = fmaf(g - m, step.keep1, m);
  v = fmaf(fmaf(g, g, -v), step.keep2, v);
  w -= step.step_size * m / (sqrtf(v) + step.epsilon);
}

}  // namespace weft::cuda
