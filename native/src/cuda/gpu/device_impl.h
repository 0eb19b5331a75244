// A GPU by way of the CUDA runtime: what its calls and the kernels' launches share.
#pragma once

#include <cuda_runtime_api.h>

#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "cuda/device.h"

namespace weft::cuda {

struct Device::Impl {
  DeviceFacts facts;
  cudaStream_t stream = nullptr;
  std::string work = "opening it";  // what is being done, for errors
  std::string broken;               // the failure that the device did not recover from, or empty
  // Kernels that may have all shared memory of a block, and the largest cluster that they may ask for.
  std::unordered_map<const void*, int32_t> prepared;

  std::mutex mutex;                    // of what follows: memory is released from any thread
  std::unordered_set<void*> pageable;  // memory that should have been pinned and could not be

  // Throws where `result` is a failure of `call`, which says its arguments too.
  void check(cudaError_t result, const std::string& call) {
    if (result != cudaSuccess) fail_with(result, call);
  }
  [[noreturn]] void fail_with(cudaError_t result, const std::string& call);
  [[noreturn]] void fail_as(int32_t status, const std::string& call, const std::string& reason);
};

}  // namespace weft::cuda
