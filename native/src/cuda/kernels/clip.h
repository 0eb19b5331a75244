// The factor that clips a step's gradients by their norm over all tensors: squares are added up a block of parameters
// at a time, then the blocks' sums, each in one order.
#pragma once

#include "cuda/kernels/update.h"

namespace weft::cuda {

struct SquaredGradients : KernelFacts {
  static constexpr int32_t threads = Update::threads;

  // Grid: as of Update.
  struct Args {
    const Update::Layer* layers;
    int64_t count;  // layers, each with as many sums as the grid has blocks in x
    double* sums;   // result [replicas, count, blocks]
  };

  static constexpr int32_t shared_bytes = threads * 8;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    const Update::Layer& layer = a.layers[block.index_y()];
    int64_t at = int64_t{block.index()} * threads + block.thread();
    double gradient = at < layer.count ? Update::gradient_of(layer, block.index_z(), at) : 0.0f;
    double sum = combine(block, block.template shared<double>(0, threads), threads, gradient * gradient, Sum());
    if (block.thread() > 0) return;
    a.sums[(block.index_z() * a.count + block.index_y()) * block.count() + block.index()] = sum;
  }
};

// One block a replica.
struct ClipScale : KernelFacts {
  static constexpr int32_t threads = 256;

  // Grid: z replicas.
  struct Args {
    const ReplicaRun* runs;
    const Cursor* cursors;
    int64_t count;       // of the sums of a replica
    const double* sums;  // [replicas, count]
    float* scales;       // result [replicas]
  };

  static constexpr int32_t shared_bytes = threads * 8;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    const double* sums = a.sums + block.index_z() * a.count;
    double sum = 0;
    for (int64_t i = block.thread(); i < a.count; i += threads) sum += sums[i];
    sum = combine(block, block.template shared<double>(0, threads), threads, sum, Sum());
    if (block.thread() > 0) return;
    float clip_norm = a.runs[block.index_z()].updates[a.cursors[block.index_z()].step].clip_norm;
    a.scales[block.index_z()] = clip_norm > 0 ? clip_scale(clip_norm, sum) : 1.0f;
  }
};

}  // namespace weft::cuda
