// Stands in for the header of the same name where the sources in cuda/gpu are compiled for the processor: a kernel's
// block is the one of the shim whose turn it is.
#pragma once

#include "shim/host_block.h"

#define __launch_bounds__(...)

namespace weft::test::driver {

// Of the thread that runs now.
const HostBlock& current_block();

}  // namespace weft::test::driver

namespace weft::cuda {

class GpuBlock : public test::HostBlock {
 public:
  GpuBlock() : HostBlock(test::driver::current_block()) {}
};

}  // namespace weft::cuda
