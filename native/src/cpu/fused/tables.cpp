#include "cpu/fused/kernels.h"
#include "cpu/kernel_tables.h"

namespace weft::cpu::fused {

extern const DenseKernels fused_dense_baseline;
extern const SampleKernels fused_samples_baseline;
#if defined(__x86_64__)
extern const DenseKernels fused_dense_avx2;
extern const DenseKernels fused_dense_avx512;
extern const SampleKernels fused_samples_avx2;
extern const SampleKernels fused_samples_avx512;
#endif

const DenseKernels& dense_kernels_for(int32_t isa) {
#if defined(__x86_64__)
  return table_for(isa, {&fused_dense_baseline, &fused_dense_avx2, &fused_dense_avx512});
#else
  return table_for(isa, {&fused_dense_baseline});
#endif
}

const SampleKernels& sample_kernels_for(int32_t isa) {
#if defined(__x86_64__)
  return table_for(isa, {&fused_samples_baseline, &fused_samples_avx2, &fused_samples_avx512});
#else
  return table_for(isa, {&fused_samples_baseline});
#endif
}

}  // namespace weft::cpu::fused
