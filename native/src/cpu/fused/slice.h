// How training is cut on the fused path: a slice of an epoch into batches, a batch into chunks of rows, and what one
// thread does of it.
#pragma once

#include <algorithm>

#include "cpu/dataset.h"
#include "cpu/fused/kernels.h"
#include "cpu/fused/layout.h"

namespace weft::cpu::fused {

// Rows of a batch that are computed together.
struct Chunk {
  int64_t step;          // of the slice
  int64_t first;         // row of the batch
  int64_t rows;          // chunk_rows at most; 0 beyond the slice's end
  const int32_t* order;  // their samples
  GradientUse use;
};

class InputRows;

// A part of an epoch that a replica is trained on in one go, and what comes of it.
struct Slice {
  const CpuDataset& dataset;
  int32_t replica;
  uint64_t seed;  // of the replica's dropout
  const int32_t* order;
  int64_t samples;
  int64_t batch_size;
  int64_t first_step;            // updates that the replica has had
  const OptimizerStep* updates;  // one a step
  const float* class_weights;    // or null
  double* step_losses;           // result, one a step, or null
  bool keeps_gradient;           // of its one batch, instead of using it for the update
  weft_shift shift;              // of the images
  InputRows* inputs = nullptr;   // that are read in place of the data set's, or null
  int64_t correct = 0;           // result

  int64_t steps() const { return (samples + batch_size - 1) / batch_size; }
  int64_t rows(int64_t step) const { return std::min(batch_size, samples - step * batch_size); }
  void set_loss(int64_t step, double row_loss_sum) {
    if (step_losses != nullptr) step_losses[step] = row_loss_sum / static_cast<double>(rows(step));
  }
  const OptimizerStep& update(const Chunk& chunk) const { return updates[chunk.step]; }
  // Of the chunk's first row, in the order.
  int64_t position(const Chunk& chunk) const { return chunk.step * batch_size + chunk.first; }
  // Updates that the replica has had when the chunk comes, for dropout.
  int64_t number(const Chunk& chunk) const { return first_step + chunk.step; }

  Chunk chunk(int64_t step, int64_t first) const {
    if (step * batch_size + first >= samples) return {step, first, 0, nullptr, GradientUse::update};
    int64_t count = std::min(chunk_rows, rows(step) - first);
    bool begins = first == 0;
    bool uses = first + count == rows(step) && !keeps_gradient;
    GradientUse use = uses ? (begins ? GradientUse::update : GradientUse::add_and_update)
                           : (begins ? GradientUse::begin_sum : GradientUse::add_to_sum);
    return {step, first, count, order + step * batch_size + first, use};
  }
  bool ends_batch(const Chunk& chunk) const { return chunk.first + chunk.rows == rows(chunk.step); }
  Chunk after(const Chunk& last) const {
    int64_t first = last.first + last.rows;
    return first < rows(last.step) ? chunk(last.step, first) : chunk(last.step + 1, 0);
  }
};

// Whether parameters are other ones after this use.
inline bool updates(GradientUse use) { return use == GradientUse::update || use == GradientUse::add_and_update; }

// How a slice is divided among threads, see worker.h.
enum class Division { by_first_layer, by_samples };

// One thread among those that work together, and its share of `count` things. Several teams may work side by side, each
// on a replica of its own: `team` is the number, among all threads, of a team's first.
struct Share {
  int thread;
  int threads;
  int team = 0;

  int64_t begin(int64_t count) const { return count * thread / threads; }
  int64_t end(int64_t count) const { return count * (thread + 1) / threads; }
};

// Neighbouring things of a kind, panels or inputs.
struct Range {
  int64_t begin;
  int64_t end;
};

// Where samples lie, uint8 or float32, anywhere in memory; rows of uint8 may be read up to 16 bytes beyond their end.
struct Samples {
  const void* const* rows;
  int64_t count;
  bool uint8;
};

}  // namespace weft::cpu::fused
