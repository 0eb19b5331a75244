// The output functions, row by row: what a prediction runs, for which there need not be targets. Outputs are bitwise
// those that the losses take (loss.h), rows and lanes as there.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda {

struct OutputRows : KernelFacts {
  static constexpr int32_t threads = 128;

  // Grid: x covers rows, threads / lanes a block. Matrices are [rows, width], without gaps.
  struct Args {
    OutputFunction function;
    int32_t lanes;  // 1 or threads
    int64_t rows;
    int64_t width;
    const float* logits;
    float* outputs;
  };

  // One element a thread.
  static constexpr int32_t shared_bytes = threads * static_cast<int32_t>(sizeof(float));

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    int64_t row = int64_t{block.index()} * (threads / a.lanes) + block.thread() / a.lanes;
    // Threads beyond the last row only take part in the waiting: they compute the last row again and write nothing.
    bool writes = row < a.rows;
    if (!writes) row = a.rows - 1;
    int32_t lane = block.thread() % a.lanes;
    const float* z = a.logits + row * a.width;
    float* y = a.outputs + row * a.width;
    if (a.function == OutputFunction::softmax) return softmax(block, a, z, lane, writes ? y : nullptr);
    if (!writes) return;
    for (int64_t k = lane; k < a.width; k += a.lanes) {
      y[k] = a.function == OutputFunction::sigmoid ? ElementMath::sigmoid(z[k]) : z[k];
    }
  }

 private:
  template <typename Block>
  static WEFT_BODY void softmax(Block& block, const Args& a, const float* z, int32_t lane, float* y) {
    SoftmaxRow row =
        softmax_row(block, block.template shared<float>(0, threads), a.lanes, lane, a.width, z, [](int64_t) {});
    if (y == nullptr) return;
    float inverse = 1.0f / row.sum;
    for (int64_t k = lane; k < a.width; k += a.lanes) y[k] = expf(z[k] - row.largest) * inverse;
  }
};

}  // namespace weft::cuda
