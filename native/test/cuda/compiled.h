// A way to run kernels as nvcc compiled them, instead of their sources in the shim.
#pragma once

#include <cstddef>
#include <string>

namespace weft::test {

struct CompiledLaunch {
  const char* file;    // of PTX
  std::string kernel;  // part of its demangled name that no other has
  int grid[3];
  int cluster;
  int threads;
  std::size_t shared_bytes;
  const void* arguments;
  std::size_t argument_bytes;
};

// Set by what is linked with the test (ptx/device.cpp); null: kernels run in the shim.
extern void (*run_compiled)(const CompiledLaunch& launch);

}  // namespace weft::test
