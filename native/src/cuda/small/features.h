// The two kinds of features in shared memory, read a word (4 features) at a time.
#pragma once

#include "cuda/device/shared.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda::small {

// uint8, as numbers from 0 to 255: what they are multiplied by is applied to sums.
struct Pixels {
  static constexpr int bytes = 1;
  static constexpr float scale = pixel_scale;

  WEFT_BODY static const uint8_t* row(const ReplicaRun& run, const Samples& samples, int64_t at, int64_t sample) {
    return pixels_at(run, samples, at, sample);
  }

  WEFT_BODY static Pack<float, 4> load(const Shared<uint32_t>& samples, int row, int word) {
    uint32_t bits = samples[row + word];
    Pack<float, 4> x;
#ifdef __CUDA_ARCH__
    // A byte below the exponent of 2^23 is 2^23 more than itself: one permutation and one exact subtraction, where a
    // conversion would run at a quarter of the speed.
    x[0] = __uint_as_float(__byte_perm(bits, 0x4b000000u, 0x7440)) - 8388608.0f;
    x[1] = __uint_as_float(__byte_perm(bits, 0x4b000000u, 0x7441)) - 8388608.0f;
    x[2] = __uint_as_float(__byte_perm(bits, 0x4b000000u, 0x7442)) - 8388608.0f;
    x[3] = __uint_as_float(__byte_perm(bits, 0x4b000000u, 0x7443)) - 8388608.0f;
#else
    for (int i = 0; i < 4; i++) x[i] = static_cast<float>(bits >> (8 * i) & 0xff);
#endif
    return x;
  }

  // Feature i of the word becomes 0 where drops[i].
  WEFT_BODY static void drop(const Shared<uint32_t>& samples, int row, int word, const bool (&drops)[4]) {
    uint32_t kept = 0;
    for (int i = 0; i < 4; i++) kept |= drops[i] ? 0u : 0xffu << (8 * i);
    samples.set(row + word, samples[row + word] & kept);
  }
};

struct Floats {
  static constexpr int bytes = 4;
  static constexpr float scale = 1.0f;

  WEFT_BODY static const uint8_t* row(const ReplicaRun&, const Samples& samples, int64_t, int64_t sample) {
    return reinterpret_cast<const uint8_t*>(samples.values) + sample * samples.pitch;
  }

  WEFT_BODY static Pack<float, 4> load(const Shared<uint32_t>& samples, int row, int word) {
    Pack<uint32_t, 4> bits = samples.load<4>(row + 4 * word);
    Pack<float, 4> x;
#ifdef __CUDA_ARCH__
    for (int i = 0; i < 4; i++) x[i] = __uint_as_float(bits[i]);
#else
    for (int i = 0; i < 4; i++) __builtin_memcpy(&x[i], &bits[i], sizeof(float));
#endif
    return x;
  }

  WEFT_BODY static void drop(const Shared<uint32_t>& samples, int row, int word, const bool (&drops)[4]) {
    Pack<uint32_t, 4> bits = samples.load<4>(row + 4 * word);
    for (int i = 0; i < 4; i++) bits[i] = drops[i] ? 0u : bits[i];
    samples.store<4>(row + 4 * word, bits);
  }
};

}  // namespace weft::cuda::small
