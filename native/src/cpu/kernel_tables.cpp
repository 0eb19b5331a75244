#include "cpu/kernels.h"
#include "error.h"

namespace weft::cpu {

extern const Kernels kernels_baseline;
#if defined(__x86_64__)
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
#endif

const Kernels& kernels_for(int32_t isa) {
  switch (isa) {
    case WEFT_ISA_BASELINE:
      return kernels_baseline;
#if defined(__x86_64__)
    case WEFT_ISA_AVX2:
      return kernels_avx2;
    case WEFT_ISA_AVX512:
      return kernels_avx512;
#endif
    default:
      fail(WEFT_UNAVAILABLE, "this build has no kernels for instruction set ", isa);
  }
}

}  // namespace weft::cpu
