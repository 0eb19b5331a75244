// How instructions of floats round.
#pragma once

#include <cfenv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace weft::test::ptx {

enum class Rounding { nearest, zero, down, up };

// Subnormals become zeros of their sign where `ftz`.
template <bool ftz, typename T>
inline T flushed(T x) {
  if constexpr (ftz && sizeof(T) == 4) {
    uint32_t bits;
    std::memcpy(&bits, &x, sizeof(bits));
    bits = (bits & 0x7f800000u) == 0 ? bits & 0x80000000u : bits;
    std::memcpy(&x, &bits, sizeof(bits));
  }
  return x;
}

// Rounds what happens meanwhile. Values have to pass through a volatile, or a compiler may compute before.
template <Rounding rounding>
class Rounded {
 public:
  Rounded() : before_(std::fegetround()) {
    std::fesetround(rounding == Rounding::zero ? FE_TOWARDZERO : rounding == Rounding::down ? FE_DOWNWARD : FE_UPWARD);
  }
  ~Rounded() { std::fesetround(before_); }
  Rounded(const Rounded&) = delete;
  Rounded& operator=(const Rounded&) = delete;

 private:
  int before_;
};

template <>
class Rounded<Rounding::nearest> {};

template <Rounding rounding, typename T>
inline T opaque(T x) {
  if constexpr (rounding != Rounding::nearest) {
    volatile T hidden = x;
    return hidden;
  }
  return x;
}

template <typename T>
inline T quiet_nan() {
  // The one NaN that a GPU computes.
  uint64_t bits = sizeof(T) == 8 ? 0x7fffffffffffffffu : 0x7fffffffu;
  T value;
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}

}  // namespace weft::test::ptx
