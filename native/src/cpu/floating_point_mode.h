// Subnormals count as 0 while one of these lives. Adam's moments of dead weights decay into subnormals, which slow
// every operation on them (factor 1.5 over an epoch, measured in another framework); the mode that the thread had, a
// JVM's for instance, comes back at the end of the scope.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#endif
#include <cstdint>

namespace weft::cpu {

class FlushSubnormals {
 public:
  FlushSubnormals() : before_(mode()) { set_mode(before_ | flush_bits); }
  ~FlushSubnormals() { set_mode(before_); }
  FlushSubnormals(const FlushSubnormals&) = delete;
  FlushSubnormals& operator=(const FlushSubnormals&) = delete;

 private:
#if defined(__x86_64__)
  static constexpr uint64_t flush_bits = 0x8040;  // MXCSR: flush to zero, denormals are zero
  static uint64_t mode() { return _mm_getcsr(); }
  static void set_mode(uint64_t mode) { _mm_setcsr(static_cast<unsigned>(mode)); }
#elif defined(__aarch64__)
  static constexpr uint64_t flush_bits = 1ull << 24;  // FPCR.FZ
  static uint64_t mode() {
    uint64_t mode;
    __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
    return mode;
  }
  static void set_mode(uint64_t mode) { __asm__ volatile("msr fpcr, %0" : : "r"(mode)); }
#else
  static constexpr uint64_t flush_bits = 0;
  static uint64_t mode() { return 0; }
  static void set_mode(uint64_t) {}
#endif
  uint64_t before_;
};

}  // namespace weft::cpu
