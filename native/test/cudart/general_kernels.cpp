// The launches of the general path as they are, with kernels of the processor.
#include "cuda/gpu/launch.cu"
#include "cudart/registry.h"

namespace weft::cuda {
namespace {

#define WEFT_REGISTER(Kernel)                       \
  [[maybe_unused]] const bool registered_##Kernel = \
      test::driver::Registered<run<Kernel>>::add(Kernel::name, Kernel::threads, Kernel::threads, Kernel::meets);
WEFT_FOR_EACH_KERNEL(WEFT_REGISTER)

}  // namespace
}  // namespace weft::cuda
