// Every kernel of the CUDA backend: a row each of its name and what it is, see device/kernel.h. From the rows come
//
// - its code and its launch on a GPU (gpu/*.cu, a source a list), and on the processor in tests;
// - its name in errors and tables;
// - which kernels for small networks a plan may name (small/programs.h);
// - how the CUDA runtime of the tests knows it, and the interpreter finds it in what nvcc made of it.
//
// A new kernel is its body's file, its row here, and a launch() where it is wanted.
#pragma once

#include "cuda/kernels/clip.h"
#include "cuda/kernels/close_batch.h"
#include "cuda/kernels/column_sums.h"
#include "cuda/kernels/elementwise.h"
#include "cuda/kernels/finish.h"
#include "cuda/kernels/gather.h"
#include "cuda/kernels/loss.h"
#include "cuda/kernels/matmul.h"
#include "cuda/kernels/output.h"
#include "cuda/kernels/shift.h"
#include "cuda/kernels/update.h"
#include "cuda/small/features.h"
#include "cuda/small/grid.h"
#include "cuda/small/grid_update.h"
#include "cuda/small/train.h"

// Of the general path.
#define WEFT_GENERAL_KERNELS(X)          \
  X(shift_rows, ShiftRows)               \
  X(gather, Gather)                      \
  X(small_product, SmallProduct)         \
  X(small_gradient, SmallGradient)       \
  X(small_backward, SmallBackward)       \
  X(large_product, LargeProduct)         \
  X(large_gradient, LargeGradient)       \
  X(large_backward, LargeBackward)       \
  X(finish, FinishSplits)                \
  X(loss, LossRows)                      \
  X(output, OutputRows)                  \
  X(squared_gradients, SquaredGradients) \
  X(clip_scale, ClipScale)               \
  X(update, Update)                      \
  X(close_batch, CloseBatch)             \
  X(column_sums, ColumnSums)             \
  X(elementwise, Elementwise)

// That train a slice of a small network in one launch: of pixels or of floats, and with tiles of fewer columns for
// blocks that own no more.
#define WEFT_SLICE_KERNELS(X)                                                      \
  X(latency_pixels_2, small::TrainSlice<small::Kind<small::Pixels, 2, 1, true>>)   \
  X(latency_pixels_4, small::TrainSlice<small::Kind<small::Pixels, 4, 1, true>>)   \
  X(latency_floats_2, small::TrainSlice<small::Kind<small::Floats, 2, 1, true>>)   \
  X(latency_floats_4, small::TrainSlice<small::Kind<small::Floats, 4, 1, true>>)   \
  X(throughput_pixels, small::TrainSlice<small::Kind<small::Pixels, 4, 2, false>>) \
  X(throughput_floats, small::TrainSlice<small::Kind<small::Floats, 4, 2, false>>)

// That give the gradients of one batch, all blocks of the device together.
#define WEFT_TEAM_KERNELS(X)                                                  \
  X(grid_pixels_4, small::TrainTeam<small::Kind<small::Pixels, 4, 1, false>>) \
  X(grid_pixels_8, small::TrainTeam<small::Kind<small::Pixels, 4, 2, false>>) \
  X(grid_floats_4, small::TrainTeam<small::Kind<small::Floats, 4, 1, false>>) \
  X(grid_floats_8, small::TrainTeam<small::Kind<small::Floats, 4, 2, false>>)

// Those that a plan names.
#define WEFT_PROGRAMS(X) \
  WEFT_SLICE_KERNELS(X)  \
  WEFT_TEAM_KERNELS(X)

// Of the grid: with the one that updates the parameters.
#define WEFT_GRID_KERNELS(X) \
  WEFT_TEAM_KERNELS(X)       \
  X(grid_update, small::GridUpdate)

#define WEFT_KERNELS(X)   \
  WEFT_GENERAL_KERNELS(X) \
  WEFT_SLICE_KERNELS(X)   \
  WEFT_GRID_KERNELS(X)

namespace weft::cuda {

// The name of a kernel's row; of none, it cannot be launched.
template <typename Kernel>
constexpr const char* name_of = nullptr;

#define WEFT_NAME(kernel, ...) \
  template <>                  \
  inline constexpr const char* name_of<__VA_ARGS__> = #kernel;
WEFT_KERNELS(WEFT_NAME)
#undef WEFT_NAME

}  // namespace weft::cuda
