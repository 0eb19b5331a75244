// The device of the tests: host memory, kernels in the shim. What a test may turn on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace weft::cuda {
class Device;
}

namespace weft::test {

// A kernel's run, which is counted, may break the device, and is kept for later while the device captures.
void run_kernel(cuda::Device& device, const char* kernel, std::function<void()> run);

// Blocks of a cluster that the device grants from now on; 1 at first: as on GPUs without clusters.
void set_cluster_limit(int32_t blocks);

// Makes the CUDA backend on this device the one that weft_context_create() opens.
void use_host_device();

// The device's memory from now on; 0: as much as anybody wants.
void set_device_memory(std::size_t bytes);

// Bytes that are allocated now.
std::size_t allocated_bytes();

// The launch of this number from now on, from 1, breaks the device as an illegal address does; 0: none does.
void break_at_launch(int64_t number);

// Kernels launched so far, those of graphs included.
int64_t launches();

}  // namespace weft::test
