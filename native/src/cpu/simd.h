// One vector type for every instruction set: the kernels of the fused path are written once, on GCC's vector
// extensions, and compiled with a width of 4 (baseline), 8 (AVX2) or 16 floats (AVX-512).
//
// As in cpu/kernels.cpp, nothing with external linkage may be defined here.
#pragma once

#include <stdint.h>

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#endif

namespace weft::cpu {
namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
constexpr int registers = 32;
#elif defined(__AVX2__)
constexpr int lanes = 8;
constexpr int registers = 16;
#else
constexpr int lanes = 4;
constexpr int registers = 16;
#endif

typedef float Vec __attribute__((vector_size(lanes * sizeof(float))));
typedef int32_t IntVec __attribute__((vector_size(lanes * sizeof(int32_t))));
typedef float LooseVec __attribute__((vector_size(lanes * sizeof(float)), aligned(4)));

inline Vec load(const float* from) { return *reinterpret_cast<const LooseVec*>(from); }
inline void store(float* to, Vec value) { *reinterpret_cast<LooseVec*>(to) = value; }

inline Vec splat(float value) {
#if defined(__AVX512F__)
  return _mm512_set1_ps(value);
#elif defined(__AVX2__)
  return _mm256_set1_ps(value);
#else
  return Vec{value, value, value, value};
#endif
}

// a b + c, with one rounding where the instruction set has it. Written out, and the compiler's own contraction switched
// off for these files: which products it contracts may differ from tile to tile, and results must not.
inline Vec multiply_add(Vec a, Vec b, Vec c) {
#if defined(__AVX512F__)
  return _mm512_fmadd_ps(a, b, c);
#elif defined(__AVX2__)
  return _mm256_fmadd_ps(a, b, c);
#else
  return a * b + c;
#endif
}

// c - a b
inline Vec multiply_subtract_from(Vec c, Vec a, Vec b) {
#if defined(__AVX512F__)
  return _mm512_fnmadd_ps(a, b, c);
#elif defined(__AVX2__)
  return _mm256_fnmadd_ps(a, b, c);
#else
  return c - a * b;
#endif
}

// As many uint8 as a vector has lanes, as floats.
inline Vec widen(const uint8_t* bytes) {
#if defined(__AVX512F__)
  __m128i narrow = _mm_loadu_si128(reinterpret_cast<const __m128i_u*>(bytes));
  return _mm512_maskz_cvtepi32_ps(0xffff, _mm512_maskz_cvtepu8_epi32(0xffff, narrow));
#elif defined(__AVX2__)
  __m128i narrow = _mm_loadl_epi64(reinterpret_cast<const __m128i_u*>(bytes));
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(narrow));
#else
  return Vec{static_cast<float>(bytes[0]), static_cast<float>(bytes[1]), static_cast<float>(bytes[2]),
             static_cast<float>(bytes[3])};
#endif
}

inline Vec select(IntVec mask, Vec yes, Vec no) { return mask ? yes : no; }

inline float sum_of(Vec v) {
  float sum[lanes];
  __builtin_memcpy(sum, &v, sizeof(v));
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; i++) sum[i] += sum[i + width];
  }
  return sum[0];
}

inline float largest_of(Vec v) {
  float best[lanes];
  __builtin_memcpy(best, &v, sizeof(v));
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; i++) best[i] = best[i + width] > best[i] ? best[i + width] : best[i];
  }
  return best[0];
}

inline Vec square_root(Vec v) {
#if defined(__AVX512F__)
  return _mm512_maskz_sqrt_ps(0xffff, v);
#elif defined(__AVX2__)
  return _mm256_sqrt_ps(v);
#else
  Vec root;
  for (int i = 0; i < lanes; i++) root[i] = __builtin_sqrtf(v[i]);
  return root;
#endif
}

}  // namespace
}  // namespace weft::cpu
