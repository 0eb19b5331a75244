// The device of the tests: host memory, kernels in the shim. What a test may turn on it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weft::test {

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
