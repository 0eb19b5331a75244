// The code of all kernels in the shim, compiled once for all tests.
#include "cuda/kernels.h"

#include "shim/kernel.h"

namespace weft::test {

template <typename Kernel>
void run_thread(HostBlock& block, const typename Kernel::Args& args) {
  Kernel::run(block, args);
}

// The rows name kernels as their namespace does.
using namespace cuda;

#define WEFT_SHIM_KERNEL(kernel, ...) \
  template void run_thread<__VA_ARGS__>(HostBlock & block, const __VA_ARGS__::Args& args);
WEFT_KERNELS(WEFT_SHIM_KERNEL)

}  // namespace weft::test
