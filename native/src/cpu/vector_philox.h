// The generator of philox.h on the vectors of one instruction set: several blocks side by side, a word of each in the
// lower half of a lane of 64 bits. There a product is one instruction, and gives both halves that a round needs.
//
// As in cpu/kernels.cpp, nothing with external linkage may be defined here.
#pragma once

#include "cpu/simd.h"
#include "dropout.h"
#include "philox.h"

#if !defined(__AVX2__) && defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weft::cpu {
namespace {

constexpr int blocks_together = lanes / 2;

typedef uint64_t Words __attribute__((vector_size(lanes * sizeof(float))));

inline Words splat_words(uint64_t value) { return Words{} + value; }

// The products of the lanes' lower halves.
inline Words product_of_words(Words a, Words b) {
#if defined(__AVX512F__)
  return reinterpret_cast<Words>(
      _mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#elif defined(__AVX2__)
  return reinterpret_cast<Words>(_mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#elif defined(__SSE2__)
  return reinterpret_cast<Words>(_mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  return (a & 0xffffffffu) * (b & 0xffffffffu);
#endif
}

// Word k of blocks_together blocks; the upper halves of the lanes are anything.
struct PhiloxWords {
  Words word[4];
};

// The blocks of the counters c0, c0 + 1, ...
inline PhiloxWords philox_words(uint64_t key, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  const Words m0 = splat_words(0xD2511F53u);
  const Words m1 = splat_words(0xCD9E8D57u);
  constexpr uint64_t numbers[] = {0, 1, 2, 3, 4, 5, 6, 7};
  static_assert(blocks_together <= 8);
  Words a;
  __builtin_memcpy(&a, numbers, sizeof(a));
  a += splat_words(c0);
  Words b = splat_words(c1);
  Words c = splat_words(c2);
  Words d = splat_words(c3);
  uint32_t k0 = static_cast<uint32_t>(key);
  uint32_t k1 = static_cast<uint32_t>(key >> 32);
  for (int round = 0; round < 10; round++) {
    Words p0 = product_of_words(a, m0);
    Words p1 = product_of_words(c, m1);
    a = (p1 >> 32) ^ b ^ splat_words(k0);
    c = (p0 >> 32) ^ d ^ splat_words(k1);
    b = p1;
    d = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {{a, b, c, d}};
}

// The mask of a layer's input, a piece at a time, as bytes: 0 where an element is kept, 255 where it is dropped.
class DropBytes {
 public:
  // Elements of a piece; a byte for each.
  static constexpr int64_t elements = 4 * blocks_together;

  explicit DropBytes(const DropoutMask& mask)
      : mask_(mask), below_(splat_words(static_cast<uint64_t>(mask.drop_below))) {}

  // Of the elements from 4 block on.
  inline __attribute__((always_inline)) void draw(uint32_t block, uint8_t* bytes) const {
    PhiloxWords bits = philox_words(mask_.seed, block, mask_.layer, mask_.step, philox_dropout);
    // Where a word lies below, the difference borrows from the upper half, which becomes all ones.
    Words drops = {};
    for (int k = 0; k < 4; k++) {
      drops |= ((bits.word[k] & 0xffffffffu) - below_) & (0xffull << (32 + 8 * k));
    }
    typedef uint32_t Narrow __attribute__((vector_size(blocks_together * sizeof(uint32_t))));
    Narrow narrow = __builtin_convertvector(drops >> 32, Narrow);
    __builtin_memcpy(bytes, &narrow, sizeof(narrow));
  }

 private:
  const DropoutMask& mask_;
  Words below_;
};

}  // namespace
}  // namespace weft::cpu
