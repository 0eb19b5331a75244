// Ends a batch: adds up what its rows gave, in one order, and moves on. One block a replica.
#pragma once

#include "cuda/kernels/block.h"

namespace weft::cuda {

struct CloseBatch : KernelFacts {
  static constexpr int32_t threads = 256;

  // Sums over the batches of an evaluation.
  struct Totals {
    double loss;
    int64_t correct;
  };

  // Grid: z replicas.
  struct Args {
    const ReplicaRun* runs;
    Cursor* cursors;
    int64_t rows;
    const double* row_losses;   // [rows] of each replica
    const int32_t* classified;  // [rows, 2] of each replica: predicted and true class; null where outputs are none
    Totals* totals;             // of an evaluation, one replica; null in training
    int64_t* confusion;         // of an evaluation: counts [classes, classes], or null
    int64_t classes;
  };

  static constexpr int32_t shared_bytes = threads * 8;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    const double* losses = a.row_losses + block.index_z() * a.rows;
    const int32_t* classified = a.classified != nullptr ? a.classified + 2 * block.index_z() * a.rows : nullptr;
    double loss = 0;
    int64_t correct = 0;
    for (int64_t row = block.thread(); row < a.rows; row += threads) {
      loss += losses[row];
      if (classified == nullptr) continue;
      correct += classified[2 * row] == classified[2 * row + 1] ? 1 : 0;
      if (a.confusion != nullptr) count(a.confusion + classified[2 * row + 1] * a.classes + classified[2 * row]);
    }
    loss = combine(block, block.template shared<double>(0, threads), threads, loss, Sum());
    correct = combine(block, block.template shared<int64_t>(0, threads), threads, correct, Sum());
    if (block.thread() > 0) return;
    Cursor& cursor = a.cursors[block.index_z()];
    if (a.totals != nullptr) {
      a.totals->loss += loss;
      a.totals->correct += correct;
    } else {
      const ReplicaRun& run = a.runs[block.index_z()];
      run.step_losses[cursor.step] = loss / static_cast<double>(a.rows);
      *run.correct += correct;
    }
    cursor.first += a.rows;
    cursor.step++;
  }

 private:
  // Whole numbers: their sum does not depend on the order.
  static WEFT_BODY void count(int64_t* cell) {
#ifdef __CUDA_ARCH__
    atomicAdd(reinterpret_cast<unsigned long long*>(cell), 1ull);
#else
    (*cell)++;
#endif
  }
};

}  // namespace weft::cuda
