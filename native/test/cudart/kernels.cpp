// The GPU's kernels and their launches as they are, with kernels of the processor.
#include "cuda/gpu/general.cu"
#include "cuda/gpu/grid.cu"
#include "cuda/gpu/small.cu"
#include "cudart/registry.h"
#include "shim/kernel.h"

namespace weft::cuda {
namespace {

#define WEFT_REGISTER(kernel, ...)                                                                   \
  [[maybe_unused]] const bool registered_##kernel = test::driver::Registered<run<__VA_ARGS__>>::add( \
      #kernel, __VA_ARGS__::threads, test::few_threads<__VA_ARGS__>, __VA_ARGS__::meets);
WEFT_KERNELS(WEFT_REGISTER)

}  // namespace
}  // namespace weft::cuda
