// How a body becomes a kernel of the GPU, and is started. A source says so for the kernels of a list, so that each has
// its own options of the compiler, and several compile at once.
#pragma once

#include "cuda/device/gpu_block.h"
#include "cuda/gpu/start.h"
#include "cuda/kernels.h"

namespace weft::cuda {

namespace {

template <typename Kernel>
__global__ void __launch_bounds__(Kernel::threads, Kernel::blocks)
    run(const __grid_constant__ typename Kernel::Args args) {
  GpuBlock block;
  Kernel::run(block, args);
}

template <typename Kernel>
GpuKernel gpu_kernel() {
  return {reinterpret_cast<const void*>(&run<Kernel>), name_of<Kernel>, Kernel::threads, Kernel::shared_bytes};
}

}  // namespace

template <typename Kernel>
bool launch(Device& device, const Grid& grid, const typename Kernel::Args& args) {
  return start(device.impl(), gpu_kernel<Kernel>(), grid, &args);
}

template <typename Kernel>
bool holds_cluster(Device& device, const Grid& grid) {
  return holds_cluster_of(device.impl(), gpu_kernel<Kernel>(), grid);
}

}  // namespace weft::cuda

// A row of kernels.h, in namespace weft::cuda.
#define WEFT_GPU_KERNEL(kernel, ...)                                                                   \
  template bool launch<__VA_ARGS__>(Device & device, const Grid& grid, const __VA_ARGS__::Args& args); \
  template bool holds_cluster<__VA_ARGS__>(Device & device, const Grid& grid);
