// The losses with their output functions, row by row: outputs, the loss, the gradient by the logits, and which class
// was predicted.
//
// A row belongs to `lanes` neighbouring threads: one where rows are narrow, so that a block has many rows, or the whole
// block. Sums over a row have one order: each lane's columns, then the lanes in a tree.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda {

struct LossRows : KernelFacts {
  static constexpr int32_t threads = 128;

  // Grid: x covers rows, threads / lanes a block; z replicas. Matrices are [rows, width] of each replica, without gaps.
  struct Args {
    const ReplicaRun* runs;
    const Cursor* cursors;
    Samples samples;
    Loss loss;
    int32_t lanes;  // 1 or threads
    int64_t rows;
    int64_t width;
    float scale;  // 1 / rows
    const float* logits;
    int64_t stride;       // of the matrices, from replica to replica
    float* outputs;       // result: probabilities; may be null where outputs are linear
    float* dlogits;       // result, or null where no gradient is wanted
    double* row_losses;   // result [rows] of each replica: weighted
    int32_t* classified;  // result [rows, 2] of each replica: predicted and true class; null where outputs are none
  };

  // A candidate for the largest of a row; no column where there is none.
  struct Candidate {
    float value;
    int64_t column;
  };

  // One element a thread, of whatever is being combined.
  static constexpr int32_t shared_bytes = threads * 16;

  // The first of the larger ones.
  struct First {
    WEFT_BODY Candidate operator()(const Candidate& a, const Candidate& b) const {
      if (a.column < 0) return b;
      if (b.column < 0) return a;
      if (a.value != b.value) return a.value > b.value ? a : b;
      return a.column < b.column ? a : b;
    }
  };

  // A row's target: one-hot of its label, the label itself of one output, or its row of targets.
  struct Target {
    const float* row;
    int32_t label;
    int64_t width;

    WEFT_BODY float at(int64_t column) const {
      if (row != nullptr) return row[column];
      if (width == 1) return static_cast<float>(label);
      return column == label ? 1.0f : 0.0f;
    }
  };

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    int64_t row = int64_t{block.index()} * (threads / a.lanes) + block.thread() / a.lanes;
    // Threads beyond the last row only take part in the waiting: they compute the last row again and write nothing.
    bool writes = row < a.rows;
    if (!writes) row = a.rows - 1;
    const ReplicaRun& run = a.runs[block.index_z()];
    int64_t sample = sample_of(run, a.cursors[block.index_z()], row);
    Target target{a.samples.targets != nullptr ? a.samples.targets + sample * a.width : nullptr,
                  a.samples.labels != nullptr ? a.samples.labels[sample] : 0, a.width};
    float weight = 1;
    if (a.samples.weights != nullptr) weight = a.samples.weights[sample];
    if (run.class_weights != nullptr) weight = run.class_weights[target.label];
    int64_t first = block.index_z() * a.stride + row * a.width;
    Row r{a.logits + first, a.outputs != nullptr ? a.outputs + first : nullptr,
          a.dlogits != nullptr ? a.dlogits + first : nullptr, block.thread() % a.lanes, writes};
    double loss = loss_of_row(block, a, r, target, weight);
    int64_t at = int64_t{block.index_z()} * a.rows + row;
    if (writes && r.lane == 0) a.row_losses[at] = weight * loss;
    if (a.classified == nullptr) return;
    int32_t predicted = class_of(block, a, r);
    int32_t truth =
        target.row != nullptr ? class_of(block, a, {target.row, nullptr, nullptr, r.lane, false}, 0.5f) : target.label;
    if (writes && r.lane == 0) {
      a.classified[2 * at] = predicted;
      a.classified[2 * at + 1] = truth;
    }
  }

 private:
  // A thread's part in a row.
  struct Row {
    const float* z;
    float* p;
    float* d;
    int32_t lane;
    bool writes;
  };

  template <typename Block>
  static WEFT_BODY double loss_of_row(Block& block, const Args& a, const Row& r, const Target& target, float weight) {
    switch (a.loss) {
#define WEFT_ROW(Kind)                                    \
  case Kind::loss:                                        \
    if constexpr (Kind::separate) {                       \
      return separate<Kind>(block, a, r, target, weight); \
    } else {                                              \
      return softmax(block, a, r, target, weight);        \
    }
      WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
    }
    return 0;
  }

  template <typename Block>
  static WEFT_BODY double softmax(Block& block, const Args& a, const Row& r, const Target& target, float weight) {
    float target_sum = 0;
    SoftmaxRow row = softmax_row(block, block.template shared<float>(0, threads), a.lanes, r.lane, a.width, r.z,
                                 [&](int64_t k) { target_sum += target.at(k); });
    target_sum = combine(block, block.template shared<float>(0, threads), a.lanes, target_sum, Sum());
    double log_sum = log(static_cast<double>(row.sum));
    float inverse = 1.0f / row.sum;
    float scale = weight * a.scale;
    double loss = 0;
    for (int64_t k = r.lane; k < a.width; k += a.lanes) {
      float t = target.at(k);
      if (t != 0) loss -= t * ((static_cast<double>(r.z[k]) - row.largest) - log_sum);
      float p = expf(r.z[k] - row.largest) * inverse;
      if (!r.writes) continue;
      r.p[k] = p;
      if (r.d != nullptr) r.d[k] = (p * target_sum - t) * scale;
    }
    return combine(block, block.template shared<double>(0, threads), a.lanes, loss, Sum());
  }

  template <class Kind, typename Block>
  static WEFT_BODY double separate(Block& block, const Args& a, const Row& r, const Target& target, float weight) {
    float scale = Kind::factor * weight * a.scale / static_cast<float>(a.width);
    double loss = 0;
    for (int64_t k = r.lane; k < a.width; k += a.lanes) {
      float t = target.at(k);
      loss += Kind::template value<ElementMath>(static_cast<double>(r.z[k]), static_cast<double>(t));
      float y = output_element<Kind, ElementMath>(r.z[k]);
      if (!r.writes) continue;
      if (Kind::output != OutputFunction::linear) r.p[k] = y;
      if (r.d != nullptr) r.d[k] = Kind::slope(y, t) * scale;
    }
    return combine(block, block.template shared<double>(0, threads), a.lanes, loss, Sum()) /
           static_cast<double>(a.width);
  }

  // The first largest of a row; of one column 1 where it lies above the threshold. A NaN is larger than nothing, but
  // one in front is not passed by anything: as the CPU backend has it.
  template <typename Block>
  static WEFT_BODY int32_t class_of(Block& block, const Args& a, const Row& r, float threshold = 0) {
    if (a.width == 1) return r.z[0] > threshold ? 1 : 0;
    Candidate best{0, -1};
    for (int64_t k = r.lane; k < a.width; k += a.lanes) {
      float value = r.z[k];
      if (value == value) best = First()(best, {value, k});
    }
    best = combine(block, block.template shared<Candidate>(0, threads), a.lanes, best, First());
    return r.z[0] == r.z[0] && best.column >= 0 ? static_cast<int32_t>(best.column) : 0;
  }
};

}  // namespace weft::cuda
