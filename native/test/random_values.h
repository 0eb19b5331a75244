// Seeded values for tests: a small linear congruential generator, the same on every machine.
#pragma once

#include <cstdint>
#include <vector>

namespace weft::test {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint32_t bits() {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<uint32_t>(state_ >> 32);
  }

  // Uniform in [low, high).
  float uniform(float low, float high) { return low + (high - low) * static_cast<float>(bits() >> 8) * 0x1p-24f; }

  std::vector<float> values(std::size_t count, float low = -1, float high = 1) {
    std::vector<float> values(count);
    for (float& value : values) value = uniform(low, high);
    return values;
  }

 private:
  uint64_t state_;
};

}  // namespace weft::test
