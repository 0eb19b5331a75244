#include "cpu/kernel_tables.h"

#include "cpu/kernels.h"

namespace weft::cpu {

extern const Kernels kernels_baseline;
#if defined(__x86_64__)
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
#endif

const Kernels& kernels_for(int32_t isa) {
#if defined(__x86_64__)
  return table_for(isa, {&kernels_baseline, &kernels_avx2, &kernels_avx512});
#else
  return table_for(isa, {&kernels_baseline});
#endif
}

}  // namespace weft::cpu
