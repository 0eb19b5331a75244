// A way to run kernels as nvcc compiled them, instead of their sources in the shim.
#pragma once

#include <cxxabi.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <typeinfo>

#include "shim/host_block.h"

namespace weft::test {

struct CompiledLaunch {
  std::string kernel;  // its compiled_name()
  Launch shape;
  const void* arguments;
  std::size_t argument_bytes;
};

// The part of a kernel's demangled name that no other has: what gpu/launch.h calls it.
template <typename Kernel>
std::string compiled_name() {
  std::unique_ptr<char, void (*)(void*)> type(abi::__cxa_demangle(typeid(Kernel).name(), nullptr, nullptr, nullptr),
                                              std::free);
  std::string name = std::string("run<") + type.get();
  return name + (name.back() == '>' ? " >" : ">");
}

// Set by what is linked with the test (ptx/device.cpp); null: kernels run in the shim.
extern void (*run_compiled)(const CompiledLaunch& launch);

}  // namespace weft::test
