// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): the same function as
// dev.weft.random.Philox in Java. Plain C-like code, since kernels of every instruction set and of GPUs
// include it.
#pragma once

#include <stdint.h>

#include "portable.h"

namespace weft {
namespace {

// The last counter word of dropout masks: counters are (index / 4, layer, step, purpose).
constexpr uint32_t philox_dropout = 3;

// Of shifts: counters are (row of the batch, 0, step, purpose).
constexpr uint32_t philox_shift = 5;

struct PhiloxBlock {
  uint32_t word[4];
};

WEFT_DEVICE inline PhiloxBlock philox(uint64_t key, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  uint32_t k0 = static_cast<uint32_t>(key);
  uint32_t k1 = static_cast<uint32_t>(key >> 32);
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = static_cast<uint64_t>(0xD2511F53u) * c0;
    uint64_t p1 = static_cast<uint64_t>(0xCD9E8D57u) * c2;
    uint32_t next0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ k0;
    uint32_t next2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c1 = static_cast<uint32_t>(p1);
    c3 = static_cast<uint32_t>(p0);
    c0 = next0;
    c2 = next2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {{c0, c1, c2, c3}};
}

}  // namespace
}  // namespace weft
