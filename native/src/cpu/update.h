// The update of one vector, applied to a gradient while it is in a register.
//
// With AVX-512 the square root and the division are estimates (14 bits) refined by one Newton step, which leaves an
// error of about 1 ulp; exact ones take four times as long as everything else here. Second moments below the smallest
// normal number count as that number under the root, which is 1e-19 beside an epsilon of 1e-7.
#pragma once

#include "cpu/simd.h"
#include "math/optimizer.h"

namespace weft::cpu {
namespace {

// 1 / (sqrt(v) + epsilon)
inline Vec inverse_deviation(Vec v, Vec epsilon) {
#if defined(__AVX512F__)
  // The masked forms, with all lanes on: GCC 12 warns of an uninitialised value inside the plain ones.
  Vec positive = _mm512_maskz_max_ps(0xffff, v, splat(1.17549435e-38f));
  Vec estimate = _mm512_maskz_rsqrt14_ps(0xffff, positive);
  Vec root = positive * estimate;
  root = multiply_add(0.5f * root, multiply_subtract_from(splat(1.0f), root, estimate), root);
  Vec deviation = root + epsilon;
  Vec inverse = _mm512_maskz_rcp14_ps(0xffff, deviation);
  // An infinite v, whose estimates would be 0 times infinity, has an inverse of 0.
  __mmask16 finite = _mm512_cmp_ps_mask(v, splat(__builtin_inff()), _CMP_NEQ_UQ);
  return _mm512_maskz_fmadd_ps(finite, inverse, multiply_subtract_from(splat(1.0f), deviation, inverse), inverse);
#else
  return 1.0f / (square_root(v) + epsilon);
#endif
}

// What math/optimizer.h asks for, of vectors.
struct UpdateMath {
  static Vec splat(float value) { return cpu::splat(value); }
  static Vec multiply_add(Vec a, Vec b, Vec c) { return cpu::multiply_add(a, b, c); }
  static Vec subtract_quotient(Vec w, Vec n, Vec v, Vec epsilon) {
    return multiply_subtract_from(w, n, inverse_deviation(v, epsilon));
  }
};

template <Tensor tensor>
inline void update_vector(const UpdateConstants<Vec>& step, Vec g, float* w, float* m, float* v) {
  Vec parameters = load(w);
  Vec first = load(m);
  Vec second = load(v);
  update_parameters<tensor, UpdateMath>(step, g, parameters, first, second);
  store(m, first);
  store(v, second);
  store(w, parameters);
}

inline void average_vector(Vec keep, const float* w, float* average) {
  Vec sum = load(average);
  update_average<UpdateMath>(keep, load(w), sum);
  store(average, sum);
}

}  // namespace
}  // namespace weft::cpu
