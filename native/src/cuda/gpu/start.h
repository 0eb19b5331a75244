// Starts any kernel on a GPU, with the calls of CUDA that this takes.
#pragma once

#include "cuda/gpu/device_impl.h"
#include "cuda/launch.h"

namespace weft::cuda {

// A kernel, as the calls of CUDA take it.
struct GpuKernel {
  const void* function;
  const char* name;
  int32_t threads;
  int32_t shared_bytes;
};

// What launch() and holds_cluster() do of this kernel, see cuda/launch.h.
bool start(Device::Impl& device, const GpuKernel& kernel, const Grid& grid, const void* args);
bool holds_cluster_of(Device::Impl& device, const GpuKernel& kernel, const Grid& grid);

}  // namespace weft::cuda
