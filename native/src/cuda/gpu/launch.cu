// The kernels of the general path on a GPU: each body as a kernel, and how it is started.
#include <type_traits>

#include "cuda/device/gpu_block.h"
#include "cuda/gpu/device_impl.h"
#include "cuda/kernels/launch.h"

namespace weft::cuda {
namespace {

// How many of a kernel's blocks a multiprocessor is to have room for; 0: as the compiler sees fit.
template <typename Kernel, typename = void>
constexpr int blocks_of = 0;
template <typename Kernel>
constexpr int blocks_of<Kernel, std::void_t<decltype(Kernel::blocks)>> = Kernel::blocks;

template <typename Kernel>
__global__ void __launch_bounds__(Kernel::threads, blocks_of<Kernel>)
    run(const __grid_constant__ typename Kernel::Args args) {
  GpuBlock block;
  Kernel::run(block, args);
}

}  // namespace

template <typename Kernel>
void launch(Device& device, const Grid& grid, const typename Kernel::Args& args) {
  dim3 blocks(static_cast<unsigned>(grid.x), static_cast<unsigned>(grid.y), static_cast<unsigned>(grid.z));
  void* parameters[] = {const_cast<typename Kernel::Args*>(&args)};
  cudaError_t result = cudaLaunchKernel(reinterpret_cast<const void*>(&run<Kernel>), blocks, dim3(Kernel::threads),
                                        parameters, Kernel::shared_bytes, device.impl().stream);
  if (result == cudaSuccess) return;
  device.impl().fail_with(result, std::string("the launch of ") + Kernel::name + " (" + std::to_string(grid.x) + " x " +
                                      std::to_string(grid.y) + " x " + std::to_string(grid.z) + " blocks of " +
                                      std::to_string(Kernel::threads) + " threads)");
}

#define WEFT_INSTANTIATE(Kernel) template void launch<Kernel>(Device&, const Grid&, const Kernel::Args&);
WEFT_FOR_EACH_KERNEL(WEFT_INSTANTIATE)

}  // namespace weft::cuda
