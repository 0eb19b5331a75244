// The sums of a matrix's columns: the gradient by a bias, where the gradient by the kernel is cuBLAS's.
//
// A block has 32 columns, its threads side by side so that a warp reads 128 bytes of a row; a thread sums up every 32nd
// row of its column, then the 32 sums of a column are added up in a tree. The order follows from the number of rows.
#pragma once

#include "cuda/kernels/block.h"

namespace weft::cuda {

struct ColumnSums : KernelFacts {
  static constexpr int32_t width = 32;
  static constexpr int32_t lanes = 32;
  static constexpr int32_t threads = width * lanes;

  // Grid: x covers columns, width a block; z replicas.
  struct Args {
    int64_t rows;
    int64_t columns;
    const float* x;  // [rows, columns] of each replica
    int64_t stride;  // from replica to replica
    float* sums;     // result [columns] of each replica
    int64_t sums_stride;
  };

  static constexpr int32_t shared_bytes = threads * 4;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    auto scratch = block.template shared<float>(0, threads);
    int32_t thread = block.thread();
    int32_t lane = thread / width;
    int64_t column = int64_t{block.index()} * width + thread % width;
    const float* x = a.x + block.index_z() * a.stride;
    float sum = 0;
    if (column < a.columns) {
      for (int64_t row = lane; row < a.rows; row += lanes) sum += x[row * a.columns + column];
    }
    scratch.set(thread, sum);
    block.sync();
    for (int32_t half = lanes / 2; half > 0; half /= 2) {
      if (lane < half) scratch.set(thread, scratch[thread] + scratch[thread + half * width]);
      block.sync();
    }
    if (lane == 0 && column < a.columns) a.sums[block.index_z() * a.sums_stride + column] = scratch[thread];
  }
};

}  // namespace weft::cuda
