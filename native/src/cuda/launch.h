// Starts kernels on a device. Defined twice, as Device is: on a GPU (gpu/launch.h), and in tests on the processor
// (test/cuda/host_launch.cpp); both for every kernel of kernels.h.
#pragma once

#include "cuda/device.h"

namespace weft::cuda {

// The blocks of a launch. Their threads, and all else that is the same in every launch, the kernel says.
struct Grid {
  int64_t x = 1;
  int64_t y = 1;
  int64_t z = 1;
  int32_t cluster = 1;       // blocks side by side along x that share a cluster
  int32_t shared_bytes = 0;  // of a block, beyond what the kernel says
  bool overlaps = false;     // may begin while the kernel before it runs, for which its body waits
  bool may_refuse =
      false;  // where the device has no room for clusters of this size launch() says so, and does not throw
};

// In order with copies and other kernels of the device; Error where it cannot be started. False, with nothing begun,
// where that is refused.
template <typename Kernel>
bool launch(Device& device, const Grid& grid, const typename Kernel::Args& args);

// Whether the device, which has clusters, has room for one cluster of the grid's size.
template <typename Kernel>
bool holds_cluster(Device& device, const Grid& grid);

// Blocks of `size` to cover `length`.
inline int64_t blocks_for(int64_t length, int64_t size) { return (length + size - 1) / size; }

}  // namespace weft::cuda
