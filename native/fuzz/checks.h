// What must hold of every call: a status that weft.h knows and that is no failure inside the library, a message where
// it failed, results written on WEFT_OK alone, and the caller's floating-point mode. What does not hold ends the
// process, so that the fuzzer keeps the input.
#pragma once

#include <cfenv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "weft/weft.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace weft::fuzz {

inline void hold(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "weft.h's promise is broken: %s; last error: %s\n", what, weft_last_error());
  std::abort();
}

inline unsigned floating_point_mode() {
#if defined(__x86_64__)
  // The flags of what happened are no mode.
  return _mm_getcsr() & ~0x3fu;
#else
  return static_cast<unsigned>(std::fegetround());
#endif
}

// The status of a call. usable: whether all handles that it got live and are of the right kind.
template <typename Call>
weft_status checked(bool usable, const Call& call) {
  unsigned mode = floating_point_mode();
  weft_status status = call();
  hold(floating_point_mode() == mode, "the floating-point mode stays");
  hold(status >= WEFT_OK && status <= WEFT_INTERNAL, "a status that exists");
  hold(status != WEFT_INTERNAL, "no failure inside the library");
  hold(status != WEFT_OUT_OF_MEMORY, "small things fit into memory");
  hold(usable || status != WEFT_OK, "dead handles are refused");
  hold(weft_last_error() != nullptr, "the last error is never null");
  hold(status == WEFT_OK || weft_last_error()[0] != '\0', "a failure has a message");
  return status;
}

// A result of so many values, which only WEFT_OK may change.
template <typename T>
class Result {
 public:
  explicit Result(std::size_t count) : values_(count) {
    if (count > 0) std::memset(values_.data(), pattern, count * sizeof(T));
  }
  T* data() { return values_.empty() ? nullptr : values_.data(); }
  T& operator[](std::size_t i) { return values_[i]; }
  void check(weft_status status) {
    if (status == WEFT_OK) return;
    const unsigned char* bytes = reinterpret_cast<const unsigned char*>(values_.data());
    for (std::size_t i = 0; i < values_.size() * sizeof(T); i++) {
      hold(bytes[i] == pattern, "results are written on WEFT_OK alone");
    }
  }

 private:
  static constexpr unsigned char pattern = 0xa5;
  std::vector<T> values_;
};

}  // namespace weft::fuzz
