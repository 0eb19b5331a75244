// What every launch of kernels with much shared memory, or in clusters, sets and looks at.
#pragma once

#include "cuda/gpu/device_impl.h"

namespace weft::cuda {

// Blocks of a cluster that every device with clusters grants.
constexpr int32_t portable_cluster = 8;

// Lets a kernel have all the shared memory that a block can have, and clusters of this size: always the same, since
// other contexts of the device share the settings and may launch at any time.
inline void prepare_kernel(Device::Impl& device, const void* kernel, int32_t cluster) {
  int shared_bytes = static_cast<int>(device.facts.shared_bytes);
  device.check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, shared_bytes),
               "cudaFuncSetAttribute of " + std::to_string(shared_bytes) + " bytes of shared memory");
  if (cluster <= portable_cluster) return;
  // Where this is refused, so is the cluster.
  if (cudaFuncSetAttribute(kernel, cudaFuncAttributeNonPortableClusterSizeAllowed, 1) != cudaSuccess)
    cudaGetLastError();
}

// Whether this is what a device answers that has no room for clusters of a size. Nothing has begun then.
inline bool refuses_cluster(cudaError_t result) {
  bool refuses = result == cudaErrorInvalidClusterSize || result == cudaErrorLaunchOutOfResources ||
                 result == cudaErrorInvalidConfiguration || result == cudaErrorInvalidValue ||
                 result == cudaErrorNotSupported;
  if (refuses) cudaGetLastError();
  return refuses;
}

}  // namespace weft::cuda
