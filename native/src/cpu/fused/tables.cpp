#include "cpu/fused/kernels.h"
#include "error.h"

namespace weft::cpu::fused {

extern const FusedKernels fused_baseline;
#if defined(__x86_64__)
extern const FusedKernels fused_avx2;
extern const FusedKernels fused_avx512;
#endif

const FusedKernels& fused_kernels_for(int32_t isa) {
  switch (isa) {
    case WEFT_ISA_BASELINE:
      return fused_baseline;
#if defined(__x86_64__)
    case WEFT_ISA_AVX2:
      return fused_avx2;
    case WEFT_ISA_AVX512:
      return fused_avx512;
#endif
    default:
      fail(WEFT_UNAVAILABLE, "this build has no kernels for instruction set ", isa);
  }
}

}  // namespace weft::cpu::fused
