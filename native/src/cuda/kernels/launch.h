// Starts kernels on a device. Defined twice, as Device is: on a GPU (gpu/launch.cu), and in tests on the processor.
#pragma once

#include "cuda/device.h"
#include "cuda/kernels/clip.h"
#include "cuda/kernels/close_batch.h"
#include "cuda/kernels/column_sums.h"
#include "cuda/kernels/elementwise.h"
#include "cuda/kernels/finish.h"
#include "cuda/kernels/gather.h"
#include "cuda/kernels/loss.h"
#include "cuda/kernels/matmul.h"
#include "cuda/kernels/output.h"
#include "cuda/kernels/update.h"

namespace weft::cuda {

// In order with copies and other kernels of the device; Error where it cannot be started.
template <typename Kernel>
void launch(Device& device, const Grid& grid, const typename Kernel::Args& args);

// x = x W, x' dz and dz W', in both tiles.
using SmallProduct = SmallMatmul<false, false>;
using SmallGradient = SmallMatmul<true, false>;
using SmallBackward = SmallMatmul<false, true>;
using LargeProduct = LargeMatmul<false, false>;
using LargeGradient = LargeMatmul<true, false>;
using LargeBackward = LargeMatmul<false, true>;

// Every kernel that is launched so.
#define WEFT_FOR_EACH_KERNEL(X) \
  X(Gather)                     \
  X(SmallProduct)               \
  X(SmallGradient)              \
  X(SmallBackward)              \
  X(LargeProduct)               \
  X(LargeGradient)              \
  X(LargeBackward)              \
  X(FinishSplits)               \
  X(LossRows)                   \
  X(OutputRows)                 \
  X(SquaredGradients)           \
  X(ClipScale)                  \
  X(Update)                     \
  X(CloseBatch)                 \
  X(ColumnSums)                 \
  X(Elementwise)

// Blocks of `size` to cover `length`.
inline int64_t blocks_for(int64_t length, int64_t size) { return (length + size - 1) / size; }

}  // namespace weft::cuda
