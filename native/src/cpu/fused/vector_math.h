// Exponential functions of whole vectors.
#pragma once

#include <math.h>

#include "cpu/simd.h"

namespace weft::cpu::fused {
namespace {

// e^x for x <= 0; see cpu/kernels.cpp, whose scalar form this is the vector form of.
inline Vec exp_nonpositive(Vec x) {
  constexpr float rounder = 12582912.0f;
  Vec shifted = multiply_add(x, splat(1.44269504f), splat(rounder));
  Vec n = shifted - rounder;
  Vec r = multiply_subtract_from(x, n, splat(0.693359375f));
  r = multiply_subtract_from(r, n, splat(-2.12194440e-4f));
  Vec p = splat(1.9875691500e-4f);
  p = multiply_add(p, r, splat(1.3981999507e-3f));
  p = multiply_add(p, r, splat(8.3334519073e-3f));
  p = multiply_add(p, r, splat(4.1665795894e-2f));
  p = multiply_add(p, r, splat(1.6666665459e-1f));
  p = multiply_add(p, r, splat(5.0000001201e-1f));
  p = multiply_add(p * r, r, r) + 1.0f;
  IntVec bits;
  __builtin_memcpy(&bits, &shifted, sizeof(bits));
  bits = (bits + 127) << 23;
  Vec power;
  __builtin_memcpy(&power, &bits, sizeof(power));
  return select(x < -87.33654f, Vec{}, p * power);
}

inline Vec sigmoid(Vec z) {
  Vec e = exp_nonpositive(select(z < 0.0f, z, -z));
  Vec inverse = 1.0f / (1.0f + e);
  return select(z < 0.0f, e * inverse, inverse);
}

inline Vec hyperbolic_tangent(Vec z) {
  Vec size = select(z < 0.0f, -z, z);
  Vec s = z * z;
  Vec p = splat(-5.70498872745e-3f);
  p = multiply_add(p, s, splat(2.06390887954e-2f));
  p = multiply_add(p, s, splat(-5.37397155531e-2f));
  p = multiply_add(p, s, splat(1.33314422036e-1f));
  p = multiply_add(p, s, splat(-3.33332819422e-1f));
  Vec near = multiply_add(p * s, z, z);
  Vec e = exp_nonpositive(-2.0f * size);
  Vec far = (1.0f - e) / (1.0f + e);
  return select(size < 0.625f, near, select(z < 0.0f, -far, far));
}

// What math/activation.h and math/loss.h ask for, of vectors; losses are summed in double.
struct VectorMath {
  static Vec sigmoid(Vec z) { return fused::sigmoid(z); }
  static Vec hyperbolic_tangent(Vec z) { return fused::hyperbolic_tangent(z); }
  static double exponential(double x) { return exp(x); }
  static double log_one_plus(double x) { return log1p(x); }
  static double size(double x) { return fabs(x); }
};

}  // namespace
}  // namespace weft::cpu::fused
