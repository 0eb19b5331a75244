// The GPU's launches as they are, of kernels whose threads are the shim's, which has the code of all.
#include "cuda/gpu/launch.h"
#include "cudart/registry.h"
#include "shim/kernel.h"

namespace weft::cuda {
namespace {

#define WEFT_IN_SHIM(kernel, ...)                 \
  template <>                                     \
  void run<__VA_ARGS__>(__VA_ARGS__::Args args) { \
    GpuBlock block;                               \
    test::run_thread<__VA_ARGS__>(block, args);   \
  }
WEFT_KERNELS(WEFT_IN_SHIM)

}  // namespace
}  // namespace weft::cuda

#include "cuda/gpu/general.cu"
#include "cuda/gpu/grid.cu"
#include "cuda/gpu/small.cu"

namespace weft::cuda {
namespace {

#define WEFT_REGISTER(kernel, ...)                                                                   \
  [[maybe_unused]] const bool registered_##kernel = test::driver::Registered<run<__VA_ARGS__>>::add( \
      #kernel, __VA_ARGS__::threads, test::few_threads<__VA_ARGS__>, __VA_ARGS__::meets);
WEFT_KERNELS(WEFT_REGISTER)

}  // namespace
}  // namespace weft::cuda
