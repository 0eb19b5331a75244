// What several kernels of the general path use: where operands lie, sums over the threads of a block, and the softmax
// of a row.
#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "cuda/device/kernel.h"
#include "cuda/device/shared.h"
#include "cuda/run.h"
#include "portable.h"

namespace weft::cuda {

// A matrix of each replica, row after row without gaps: in a workspace, `stride` floats from one replica's to the next;
// or, where base is null, among the replica's parameters. Neither: there is no such matrix.
struct Matrix {
  float* base = nullptr;
  int64_t stride = 0;
  int64_t parameter = -1;

  WEFT_BODY bool exists() const { return base != nullptr || parameter >= 0; }
  WEFT_BODY float* of(const ReplicaRun* runs, int64_t replica) const {
    float* found = base != nullptr ? base + replica * stride : runs[replica].parameters + parameter;
#ifdef __CUDA_ARCH__
    // So that the compiler chooses loads of global memory, not those that could be of any.
    __builtin_assume(__isGlobal(found));
#endif
    return found;
  }
};

// The number within the data set of a row of the batch.
WEFT_BODY int64_t sample_of(const ReplicaRun& run, const Cursor& cursor, int64_t row) {
  int64_t at = cursor.first + row;
  return run.order != nullptr ? run.order[at] : at;
}

struct Sum {
  template <typename T>
  WEFT_BODY T operator()(T a, T b) const {
    return a + b;
  }
};

struct Larger {
  template <typename T>
  WEFT_BODY T operator()(T a, T b) const {
    return a > b ? a : b;
  }
};

// Combines the values of `lanes` neighbouring threads, a power of two, in one order; each of them gets the result. All
// threads of the block call it; scratch is shared memory with one element a thread.
template <typename Block, typename Scratch, typename T, typename Combine>
WEFT_BODY T combine(Block& block, Scratch scratch, int32_t lanes, T value, Combine function) {
  if (lanes == 1) return value;
  int32_t thread = block.thread();
  int32_t lane = thread % lanes;
  scratch.set(thread, value);
  block.sync();
  for (int32_t half = lanes / 2; half > 0; half /= 2) {
    if (lane < half) {
      T mine = scratch[thread];
      scratch.set(thread, function(mine, scratch[thread + half]));
    }
    block.sync();
  }
  T result = scratch[thread - lane];
  block.sync();
  return result;
}

// What is known of a row's softmax once all its logits have been seen: p = exp(z - largest) / sum.
struct SoftmaxRow {
  float largest;
  float sum;
};

// Of a row z [width], of which a thread has every `lanes`-th column; calls also(column) for each that it adds up.
// Threads and scratch as for combine().
template <typename Block, typename Scratch, typename Also>
WEFT_BODY SoftmaxRow softmax_row(Block& block, Scratch scratch, int32_t lanes, int32_t lane, int64_t width,
                                 const float* z, const Also& also) {
  float largest = z[0];
  for (int64_t k = lane; k < width; k += lanes) largest = z[k] > largest ? z[k] : largest;
  largest = combine(block, scratch, lanes, largest, Larger());
  float sum = 0;
  for (int64_t k = lane; k < width; k += lanes) {
    sum += expf(z[k] - largest);
    also(k);
  }
  // A NaN among the logits may have lost against every comparison; the sum has it.
  return {largest, combine(block, scratch, lanes, sum, Sum())};
}

}  // namespace weft::cuda
