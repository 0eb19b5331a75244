// The part of the C ABI that belongs to the CPU backend alone.
#include "cpu/blas.h"
#include "error.h"
#include "weft/weft.h"

extern "C" weft_status weft_load_blas(const char* libraries) {
  return weft::guarded([&] { weft::cpu::load_blas(libraries); });
}
