// The device of the tests: host memory, kernels in the shim. What a test may turn on it.
//
// On a machine with a GPU the same tests run on it where WEFT_TEST_CUDA names the CUDA library:
//   WEFT_TEST_CUDA=$PWD/build/cuda/src/cuda/libweft_cuda.so ctest --preset cuda -R test_cuda
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace weft::cuda {
class Device;
}

namespace weft::test {

// Makes the CUDA backend on this device, or on the GPU, the one that weft_context_create() opens.
void use_test_device();

// The same, but never the GPU.
void use_host_device();

// Whether it is this device: what follows turns nothing on a GPU.
bool on_host_device();

// A kernel's run, which is counted, may break the device, and is kept for later while the device captures.
void run_kernel(cuda::Device& device, const char* kernel, std::function<void()> run);

// Blocks of a cluster that the device grants from now on; 1 at first: as on GPUs without clusters.
void set_cluster_limit(int32_t blocks);

// The device's memory from now on; 0: as much as anybody wants.
void set_device_memory(std::size_t bytes);

// Bytes that are allocated now.
std::size_t allocated_bytes();
void for_each_allocation(const std::function<void(const void* begin, std::size_t bytes)>& body);

// The launch of this number from now on, from 1, breaks the device as an illegal address does; 0: none does.
void break_at_launch(int64_t number);

// Kernels launched so far, those of graphs included.
int64_t launches();

}  // namespace weft::test
