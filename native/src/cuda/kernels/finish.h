// What becomes of an element of a product: bias and activation on the way forward, dropout and the activation's slope
// on the way back; and the kernel that does it for products cut into splits.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda {

struct Finish {
  enum Kind : int32_t {
    store,     // y = value
    forward,   // z = value + bias, y = activation(z), and dropped = y after the next layer's input dropout
    backward,  // y = value back through this layer's input dropout and through the activation before it
  };

  Kind kind = store;
  int32_t activation = WEFT_LINEAR;
  Matrix y;                 // the result
  Matrix bias;              // [columns]
  Matrix z;                 // forward: a result, of GELU alone; backward: the z of the activation before
  Matrix before;            // backward: the y of the activation before
  Matrix dropped;           // forward: a result
  uint64_t drop_below = 0;  // 0: no dropout
  float drop_scale = 1;
  uint32_t drop_layer = 0;
};

WEFT_BODY DropoutMask mask_of(const Finish& f, const ReplicaRun& run, const Cursor& cursor) {
  return {f.drop_below, f.drop_scale, run.seed, f.drop_layer, static_cast<uint32_t>(run.first_step + cursor.step)};
}

WEFT_BODY void finish_element(const Finish& f, const ReplicaRun* runs, const Cursor* cursors, int64_t replica,
                              int64_t row, int64_t column, int64_t columns, float value) {
  int64_t at = row * columns + column;
  if (f.kind == Finish::forward) {
    value += f.bias.of(runs, replica)[column];
    if (f.z.exists()) f.z.of(runs, replica)[at] = value;
    value = activate(f.activation, value);
    if (f.dropped.exists()) {
      f.dropped.of(runs, replica)[at] = dropped(mask_of(f, runs[replica], cursors[replica]), at, value);
    }
  } else if (f.kind == Finish::backward) {
    if (f.drop_below > 0) value = dropped(mask_of(f, runs[replica], cursors[replica]), at, value);
    float z = f.z.exists() ? f.z.of(runs, replica)[at] : 0.0f;
    value = back_through(f.activation, z, f.before.of(runs, replica)[at], value);
  }
  f.y.of(runs, replica)[at] = value;
}

// Adds up the splits of a product, in order, and finishes the elements; a thread each.
struct FinishSplits {
  static constexpr const char* name = "finish";
  static constexpr int32_t threads = 128;

  // Grid: x covers rows * columns elements, z replicas.
  struct Args {
    const ReplicaRun* runs;
    const Cursor* cursors;
    int64_t rows;
    int64_t columns;
    int32_t splits;
    const float* partials;    // [splits, rows, columns] of each replica
    int64_t partials_stride;  // from replica to replica
    Finish finish;
  };

  static constexpr int32_t shared_bytes = 0;
  static constexpr bool meets = false;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    int64_t elements = a.rows * a.columns;
    int64_t at = int64_t{block.index()} * threads + block.thread();
    if (at >= elements) return;
    const float* partials = a.partials + block.index_z() * a.partials_stride;
    float sum = 0;
    for (int32_t split = 0; split < a.splits; split++) sum += partials[split * elements + at];
    finish_element(a.finish, a.runs, a.cursors, block.index_z(), at / a.columns, at % a.columns, a.columns, sum);
  }
};

}  // namespace weft::cuda
