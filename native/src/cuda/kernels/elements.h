// The arithmetic of single elements, shared by every kernel, so that all paths and the single operations compute alike.
#pragma once

#include <math.h>
#include <stdint.h>

#include "dropout.h"
#include "math/activation.h"
#include "math/loss.h"
#include "math/optimizer.h"
#include "philox.h"
#include "portable.h"

namespace weft::cuda {

constexpr float pixel_scale = 1.0f / 255.0f;

// What the bodies of math/ ask for, of one element.
struct ElementMath {
  static WEFT_DEVICE inline float sigmoid(float z) {
    float e = expf(-fabsf(z));
    return (z < 0 ? e : 1.0f) / (1.0f + e);
  }
  static WEFT_DEVICE inline float hyperbolic_tangent(float z) { return tanhf(z); }
  static WEFT_DEVICE inline float normal_distribution(float z) { return 0.5f * erfcf(z * -0.707106781f); }
  static WEFT_DEVICE inline float normal_density(float z) { return 0.398942280f * expf(-0.5f * z * z); }

  static WEFT_DEVICE inline float exponential(float x) { return expf(x); }
  static WEFT_DEVICE inline double exponential(double x) { return exp(x); }
  static WEFT_DEVICE inline float log_one_plus(float x) { return log1pf(x); }
  static WEFT_DEVICE inline double log_one_plus(double x) { return log1p(x); }
  static WEFT_DEVICE inline float size(float x) { return fabsf(x); }
  static WEFT_DEVICE inline double size(double x) { return fabs(x); }

  static WEFT_DEVICE inline float multiply_add(float a, float b, float c) { return fmaf(a, b, c); }
  static WEFT_DEVICE inline float subtract_quotient(float w, float n, float v, float epsilon) {
    return w - n / (sqrtf(v) + epsilon);
  }
};

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

}  // namespace weft::cuda
