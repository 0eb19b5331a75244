// The update of every parameter of every replica: sums up the splits of its gradient, in order, and updates it in
// place; a thread each. The gradient of a layer's kernel and bias is one matrix [in + 1, out], which is how the two lie
// among the parameters.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda {

struct Update : KernelFacts {
  static constexpr int32_t threads = 256;

  // Kernel and bias of one layer.
  struct Layer {
    int64_t parameter;  // the first, among the replica's parameters
    int64_t count;
    int64_t kernel;          // of them, which come first; the others are the bias
    const float* gradients;  // [splits, count] of each replica
    int64_t stride;          // from replica to replica
    int32_t splits;
  };

  // Grid: x covers the largest layer's parameters, y layers, z replicas.
  struct Args {
    const ReplicaRun* runs;
    const Cursor* cursors;
    const Layer* layers;
    const float* scales;  // [replicas] factors on the gradients, or null for 1
  };

  static constexpr bool meets = false;

  // An element of a layer's gradient.
  static WEFT_BODY float gradient_of(const Layer& layer, int64_t replica, int64_t at) {
    const float* gradients = layer.gradients + replica * layer.stride;
    float gradient = 0;
    // Several loads under way at a time.
    WEFT_UNROLL_BY(8)
    for (int32_t split = 0; split < layer.splits; split++) gradient += gradients[split * layer.count + at];
    return gradient;
  }

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    const Layer& layer = a.layers[block.index_y()];
    int64_t at = int64_t{block.index()} * threads + block.thread();
    if (at >= layer.count) return;
    const ReplicaRun& replica = a.runs[block.index_z()];
    float gradient = gradient_of(layer, block.index_z(), at);
    if (a.scales != nullptr) gradient *= a.scales[block.index_z()];
    OptimizerStep step = replica.updates[a.cursors[block.index_z()].step];
    int64_t parameter = layer.parameter + at;
    float& w = replica.parameters[parameter];
    float& m = replica.first_moments[parameter];
    float& v = replica.second_moments[parameter];
    if (at < layer.kernel) {
      update_parameters<Tensor::kernel, ElementMath>(step, gradient, w, m, v);
    } else {
      update_parameters<Tensor::bias, ElementMath>(step, gradient, w, m, v);
    }
    if (replica.average != nullptr) update_average<ElementMath>(step.average_keep, w, replica.average[parameter]);
  }
};

}  // namespace weft::cuda
