// How a kernel is written: a struct that begins with KernelFacts, says otherwise where it is otherwise, and has
//
//   Args               what it is launched with, plain data
//   threads            of a block
//   run(block, args)   the work of one thread
//
// where block (gpu_block.h) tells the thread's place, hands out shared memory and waits for the other threads. On a GPU
// it is the GPU's; in tests the threads of a block take turns on the processor.
//
// Its name, and what makes it a kernel that can be launched, is its row in kernels.h.
#pragma once

#include <stdint.h>

#include "cuda/device/body.h"

namespace weft::cuda {

struct KernelFacts {
  // Of a block, whatever the launch; what else a launch asks for comes on top.
  static constexpr int32_t shared_bytes = 0;
  // Whether its threads wait for each other.
  static constexpr bool meets = true;
  // Whether it comes to the same with any number of threads, `threads` being what is fastest.
  static constexpr bool any_threads = false;
  // Blocks that a multiprocessor is to have room for; 0: as the compiler sees fit.
  static constexpr int32_t blocks = 0;
};

}  // namespace weft::cuda
