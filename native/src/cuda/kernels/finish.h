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
  Activation activation{WEFT_LINEAR, 0};
  Matrix y;        // the result
  Matrix bias;     // [columns]
  Matrix z;        // forward: a result, where the activation needs it; backward: the z of the activation before
  Matrix before;   // backward: the y of the activation before
  Matrix dropped;  // forward: a result
  uint64_t drop_below = 0;  // 0: no dropout
  float drop_scale = 1;
  uint32_t drop_layer = 0;
};

// A Finish of this kind, or one that stores, for the elements of one column of one replica, with all that they have in
// common looked up once. Reading and writing are two calls, so that several elements can be read before the first is
// written.
template <Finish::Kind kind>
class Finisher {
 public:
  WEFT_BODY Finisher(const Finish& f, const ReplicaRun* runs, const Cursor* cursors, int64_t replica, int64_t column)
      : stores_(kind == Finish::store || f.kind == Finish::store),
        activation_(f.activation),
        y_(f.y.of(runs, replica)) {
    if (stores_) return;
    if constexpr (kind == Finish::forward) {
      bias_ = f.bias.of(runs, replica)[column];
      if (f.dropped.exists()) dropped_ = f.dropped.of(runs, replica);
    } else {
      before_ = f.before.of(runs, replica);
    }
    if (f.z.exists()) z_ = f.z.of(runs, replica);
    if (f.drop_below == 0) return;
    const ReplicaRun& run = runs[replica];
    mask_ = {f.drop_below, f.drop_scale, run.seed, f.drop_layer,
             static_cast<uint32_t>(run.first_step + cursors[replica].step)};
  }

  // What an element is computed from besides its sum.
  struct Inputs {
    float before = 0;
    float z = 0;
  };

  WEFT_BODY Inputs read(int64_t at) const {
    Inputs inputs;
    if constexpr (kind == Finish::backward) {
      if (before_ != nullptr) inputs.before = before_[at];
      if (z_ != nullptr) inputs.z = z_[at];
    }
    return inputs;
  }

  // `at` counts through the result [rows, columns].
  WEFT_BODY void write(int64_t at, float value, const Inputs& inputs) const {
    if (!stores_) {
      if constexpr (kind == Finish::forward) {
        value += bias_;
        if (z_ != nullptr) z_[at] = value;
        value = activate<ElementMath>(activation_, value);
        if (dropped_ != nullptr) dropped_[at] = dropped(mask_, at, value);
      } else {
        if (mask_.drop_below > 0) value = dropped(mask_, at, value);
        value = back_through<ElementMath>(activation_, inputs.z, inputs.before, value);
      }
    }
    y_[at] = value;
  }

 private:
  bool stores_;
  Activation activation_;
  float* y_;
  float bias_ = 0;
  float* z_ = nullptr;
  const float* before_ = nullptr;
  float* dropped_ = nullptr;
  DropoutMask mask_{0, 1, 0, 0, 0};
};

// Adds up the splits of a product, in order, and finishes the elements; a thread each.
struct FinishSplits : KernelFacts {
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

  static constexpr bool meets = false;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    int64_t elements = a.rows * a.columns;
    int64_t at = int64_t{block.index()} * threads + block.thread();
    if (at >= elements) return;
    const float* partials = a.partials + block.index_z() * a.partials_stride;
    float sum = 0;
    for (int32_t split = 0; split < a.splits; split++) sum += partials[split * elements + at];
    if (a.finish.kind == Finish::backward) {
      finish<Finish::backward>(a, block.index_z(), at, sum);
    } else {
      finish<Finish::forward>(a, block.index_z(), at, sum);
    }
  }

 private:
  template <Finish::Kind kind>
  static WEFT_BODY void finish(const Args& a, int64_t replica, int64_t at, float sum) {
    Finisher<kind> finisher(a.finish, a.runs, a.cursors, replica, at % a.columns);
    finisher.write(at, sum, finisher.read(at));
  }
};

}  // namespace weft::cuda
