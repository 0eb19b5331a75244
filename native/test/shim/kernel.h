// A kernel (cuda/device/kernel.h) in the shim.
#pragma once

#include <algorithm>

#include "cuda/device/kernel.h"
#include "cuda/launch.h"
#include "shim/host_block.h"

namespace weft::test {

// Fewer threads take turns faster, where results do not depend on them.
template <typename Kernel>
constexpr int few_threads = Kernel::any_threads ? std::min(Kernel::threads, 64) : Kernel::threads;

template <typename Kernel>
Launch shape_of(const cuda::Grid& grid, int threads = Kernel::threads) {
  Launch shape;
  shape.grid = static_cast<int>(grid.x);
  shape.grid_y = static_cast<int>(grid.y);
  shape.grid_z = static_cast<int>(grid.z);
  shape.cluster = grid.cluster;
  shape.threads = threads;
  shape.shared_bytes = static_cast<std::size_t>(Kernel::shared_bytes + grid.shared_bytes);
  shape.fibers = Kernel::meets;
  return shape;
}

// The work of a thread of a kernel in cuda/kernels.h, compiled in kernels.cpp.
template <typename Kernel>
void run_thread(HostBlock& block, const typename Kernel::Args& args);

template <typename Kernel>
void launch(const Launch& shape, const typename Kernel::Args& args) {
  launch(shape, [&args](HostBlock& block) { run_thread<Kernel>(block, args); });
}

}  // namespace weft::test
