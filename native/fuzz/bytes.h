// A fuzzer's bytes as values: small and valid ones mostly, so that calls get somewhere, and now and then the hostile
// ones that a caller might pass. When the bytes run out, all values are 0.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace weft::fuzz {

// Room for so many values; of sizes that a call has to refuse, for some.
inline std::size_t room(int64_t count) {
  return static_cast<std::size_t>(count < 1 ? 1 : count > (1 << 18) ? 1 << 18 : count);
}

class Bytes {
 public:
  Bytes(const uint8_t* data, std::size_t size) : next_(data), end_(data + size) {}

  bool empty() const { return next_ == end_; }
  uint8_t byte() { return empty() ? uint8_t{0} : *next_++; }
  bool flag() { return (byte() & 1) != 0; }
  // One byte in 32: where a call gets something else than it takes.
  bool hostile() { return byte() >= 248; }

  // A number from 0 to limit - 1.
  int32_t below(int32_t limit) { return byte() % limit; }

  // Whatever has these bits.
  template <typename T>
  T raw() {
    uint8_t bytes[sizeof(T)];
    for (uint8_t& each : bytes) each = byte();
    T value;
    std::memcpy(&value, bytes, sizeof(T));
    return value;
  }

  // A number near a border of its type, or any.
  template <typename T>
  T odd_number() {
    constexpr T least = std::numeric_limits<T>::min();
    constexpr T most = std::numeric_limits<T>::max();
    const T values[] = {0, 1, static_cast<T>(-1), 2, least, most, static_cast<T>(least + 1), static_cast<T>(most - 1)};
    int32_t choice = below(9);
    return choice == 8 ? raw<T>() : values[choice];
  }

  // A number from 1 to limit; now and then one outside of what a call takes, which is 1 to most.
  template <typename T>
  T size(int32_t limit, T most) {
    T fitting = static_cast<T>(1 + below(limit));
    if (!hostile()) return fitting;
    T odd = odd_number<T>();
    return odd >= 1 && odd <= most ? fitting : odd;
  }

  // One of the constants 0 to count - 1.
  int32_t code(int32_t count) { return hostile() ? odd_number<int32_t>() : below(count); }

  int64_t or_odd(int64_t count) { return hostile() ? odd_number<int64_t>() : count; }

  template <typename T>
  T* or_null(T* pointer) {
    return hostile() ? nullptr : pointer;
  }

  // A number between -2 and 2 mostly, else one of any size, infinite or none.
  template <typename T>
  T real() {
    uint8_t choice = byte();
    if (choice < 240) return (static_cast<T>(choice) - 120) / 60;
    if (choice < 246) return raw<T>();
    constexpr T infinity = std::numeric_limits<T>::infinity();
    const T values[] = {std::numeric_limits<T>::quiet_NaN(),  infinity, -infinity, std::numeric_limits<T>::max(),
                        std::numeric_limits<T>::denorm_min(), T(-0.0),  T(1),      std::numeric_limits<T>::min()};
    return values[choice % 8];
  }

  // So many of them, one seed of two bytes for all: long tables must not eat all bytes. Now and then one is odd.
  std::vector<float> reals(std::size_t count) {
    std::vector<float> values(count);
    uint32_t state = raw<uint16_t>() + 1u;
    for (float& value : values) {
      state = state * 1664525u + 1013904223u;
      value = static_cast<float>(state >> 8) / 8388608.0f - 1.0f;
    }
    if (count > 0 && hostile()) values[raw<uint16_t>() % count] = real<float>();
    return values;
  }

 private:
  const uint8_t* next_;
  const uint8_t* end_;
};

}  // namespace weft::fuzz
