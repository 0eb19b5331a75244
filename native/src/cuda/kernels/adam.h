// The Adam update of every parameter of every replica: sums up the splits of its gradient, in order, and updates it in
// place; a thread each. The gradient of a layer's kernel and bias is one matrix [in + 1, out], which is how the two lie
// among the parameters.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda {

struct AdamUpdate {
  static constexpr const char* name = "adam";
  static constexpr int32_t threads = 256;

  // Kernel and bias of one layer.
  struct Layer {
    int64_t parameter;  // the first, among the replica's parameters
    int64_t count;
    const float* gradients;  // [splits, count] of each replica
    int64_t stride;          // from replica to replica
    int32_t splits;
  };

  // Grid: x covers the largest layer's parameters, y layers, z replicas.
  struct Args {
    const ReplicaRun* runs;
    const Cursor* cursors;
    const Layer* layers;
  };

  static constexpr int32_t shared_bytes = 0;
  static constexpr bool meets = false;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    const Layer& layer = a.layers[block.index_y()];
    int64_t at = int64_t{block.index()} * threads + block.thread();
    if (at >= layer.count) return;
    const ReplicaRun& replica = a.runs[block.index_z()];
    const float* gradients = layer.gradients + block.index_z() * layer.stride;
    float gradient = 0;
    // Several loads under way at a time.
    WEFT_UNROLL_BY(8)
    for (int32_t split = 0; split < layer.splits; split++) gradient += gradients[split * layer.count + at];
    AdamStep step = replica.updates[a.cursors[block.index_z()].step];
    int64_t parameter = layer.parameter + at;
    adam_element(step, gradient, replica.parameters[parameter], replica.first_moments[parameter],
                 replica.second_moments[parameter]);
  }
};

}  // namespace weft::cuda
