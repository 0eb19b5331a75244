// Runs kernels that nvcc compiled to PTX, instruction by instruction, on machines without a GPU.
//
// The tests of test/shim run the kernels' sources; these run what the compiler made of them, with everything that the
// shim replaces: inline assembly, addresses of the different spaces, shuffles, barriers of block and cluster, mbarriers
// and bulk copies. Each access is checked:
//
// - alignment, and bounds: of allocations in global memory, of the launch's shared memory, of other blocks' while they
//   run;
// - races in shared memory: two threads touch a word, one of them writes, and nothing that orders memory lies between:
//   a barrier that the compiler moved an access across, because an assembly statement lacked its "memory", is one;
// - bulk copies: alignment, size, bytes that a barrier expects and gets, memory touched between begin and a wait that
//   saw them arrive, generic writes before them with no proxy fence, mbarriers used before they were made ready. They
//   arrive at any time under the seeds, and at the last possible one under seed 0;
// - barriers that not all threads reach, shuffles with lanes that are missing, blocks that end while others may still
//   access their memory, threads that wait for good;
// - global writes of kernels that overlap with the one before, before they waited for it;
// - each operand's size; whatever the interpreter does not know fails, with the line of the file.
// All are an Error that names thread, line and instruction.
//
// What this does not prove: that ptxas translates rightly, registers and launch limits, time; races in global memory;
// and that a GPU's approximations (ex2, rcp, sqrt, div.full) round as the ones here do, see floats.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ptx/program.h"

namespace weft::test::ptx {

// What kernels may access of the host's memory.
class GlobalMemory {
 public:
  void add(const void* begin, std::size_t bytes) { ranges_[reinterpret_cast<std::uintptr_t>(begin)] = bytes; }
  bool covers(uint64_t address, std::size_t bytes) const {
    auto after = ranges_.upper_bound(address);
    if (after == ranges_.begin()) return false;
    --after;
    return address + bytes <= after->first + after->second;
  }

 private:
  std::map<std::uintptr_t, std::size_t> ranges_;
};

struct Launch {
  int grid[3] = {1, 1, 1};  // blocks; the first a multiple of cluster
  int cluster = 1;
  int threads = 32;
  std::size_t shared_bytes = 0;
  uint64_t seed = 0;         // 0: warps take turns in order
  bool initialised = false;  // shared memory that nobody wrote must not be read
};

// `arguments` are the kernel's parameters one after the other, as they lie in memory.
void launch(const Kernel& kernel, const Launch& launch, const GlobalMemory& memory, const void* arguments,
            std::size_t argument_bytes);

}  // namespace weft::test::ptx
