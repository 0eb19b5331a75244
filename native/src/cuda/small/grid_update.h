// The second kernel of a step of grid.h: adds up the teams' gradients and updates the parameters with them, and adds up
// what the teams' rows came to.
//
// Shapes: a replica's scratch has [teams][parameters] gradients, up to 128 x 26,506 of the reference network, 13.6 MB
// in the second-level cache.
//
// Split: a block has 32 parameters, its 4 warps every fourth team each: neighbouring lanes read neighbouring floats,
// and a thread has up to 8 loads under way. The warps' sums meet in shared memory, and the first warp adds them up in
// order and applies Adam, with what it fetched of the parameters before. One more block has the losses.
//
// Why it is fast: nothing but reading what there is to read, at 5 TB/s 2.5 us of 13.6 MB and 0.6 us of the 3.4 MB of 32
// teams; 800 threads a multiprocessor, all at once, with 32 bytes each under way are more than its latency asks for. By
// estimate.
//
// Figure measured: none yet.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/small/grid_shape.h"
#include "cuda/small/update.h"

namespace weft::cuda::small {

struct GridUpdate : KernelFacts {
  static constexpr int32_t lanes = 32;
  static constexpr int32_t parts = 4;
  static constexpr int32_t threads = lanes * parts;

  // Grid: x blocks_of(), `lanes` parameters each but for the last; y replicas.
  struct Args {
    const ReplicaRun* runs;
    GridStep step;
    int32_t parameters;
    int32_t layers;
    int32_t kernels[max_upper_layers + 1];  // where they end and the layers' biases begin
    int32_t biases[max_upper_layers + 1];   // where they end

    WEFT_BODY bool is_bias(int32_t at) const {
      bool found = false;
      for (int32_t i = 0; i < layers; i++) found = found || (at >= kernels[i] && at < biases[i]);
      return found;
    }
  };

  static Args args(const ReplicaRun* runs, const GridStep& step, const Shape& shape) {
    Args args{runs, step, shape.parameters, shape.upper_layers + 1, {}, {}};
    args.kernels[0] = static_cast<int32_t>(shape.first.bias);
    args.biases[0] = args.kernels[0] + shape.first.out;
    for (int32_t i = 0; i < shape.upper_layers; i++) {
      args.kernels[i + 1] = static_cast<int32_t>(shape.upper[i].bias);
      args.biases[i + 1] = args.kernels[i + 1] + shape.upper[i].out;
    }
    return args;
  }

  static constexpr int32_t blocks_of(int32_t parameters) { return (parameters + lanes - 1) / lanes + 1; }

  static constexpr int32_t shared_bytes = threads * 8;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    // What no kernel of the slice changes is read while the one before still runs.
    const ReplicaRun run = a.runs[block.index_y()];
    const OptimizerStep constants = run.updates[a.step.step];
    block.wait_for_previous();
    block.let_next_begin();
    if (block.index() == block.count() - 1) {
      close(block, a, run);
    } else {
      update(block, a, run, constants);
    }
  }

 private:
  template <typename Block>
  static WEFT_BODY void update(Block& block, const Args& a, const ReplicaRun& run, const OptimizerStep& constants) {
    int32_t lane = block.thread() % lanes;
    int32_t part = block.thread() / lanes;
    int32_t at = block.index() * lanes + lane;
    bool real = at < a.parameters;
    bool updates = part == 0 && real;
    float w = updates ? run.parameters[at] : 0.0f;
    float m = updates ? run.first_moments[at] : 0.0f;
    float v = updates ? run.second_moments[at] : 0.0f;
    float sum = real ? sum_of_part(a.step, run.scratch + at, part) : 0.0f;
    Shared<float> sums = block.template shared<float>(0, threads);
    sums.set(block.thread(), sum);
    block.sync();
    if (!updates) return;
    WEFT_UNROLL
    for (int32_t other = 1; other < parts; other++) sum += sums[other * lanes + lane];
    if (a.is_bias(at)) {
      update_parameter<Tensor::bias>(constants, sum, w, m, v);
    } else {
      update_parameter<Tensor::kernel>(constants, sum, w, m, v);
    }
    if (run.average != nullptr) update_average<UpdateMath>(constants.average_keep, w, run.average[at]);
    run.parameters[at] = w;
    run.first_moments[at] = m;
    run.second_moments[at] = v;
  }

  static WEFT_BODY float sum_of_part(const GridStep& step, const float* gradients, int32_t part) {
    constexpr int32_t loads = 8;
    float sum = 0;
    WEFT_UNROLL_BY(1)
    for (int32_t first = part; first < step.teams; first += loads * parts) {
      Registers<float, loads> values;
      WEFT_UNROLL
      for (int32_t i = 0; i < loads; i++) {
        int32_t team = first + i * parts;
        values[i] = team < step.teams ? gradients[static_cast<int64_t>(team) * step.gradient_pitch] : 0.0f;
      }
      WEFT_UNROLL
      for (int32_t i = 0; i < loads; i++) sum += values[i];
    }
    return sum;
  }

  template <typename Block>
  static WEFT_BODY void close(Block& block, const Args& a, const ReplicaRun& run) {
    static_assert(most_teams <= threads, "a thread has a team");
    int32_t team = block.thread();
    TeamResult result{};
    if (team < a.step.teams) result = results_of(a.step, run.scratch)[team];
    double loss = combine(block, block.template shared<double>(0, threads), threads, result.loss, Sum());
    int64_t correct = combine(block, block.template shared<int64_t>(0, threads), threads, result.correct, Sum());
    if (team > 0) return;
    run.step_losses[a.step.step] = loss / a.step.rows;
    *run.correct += correct;
  }
};

}  // namespace weft::cuda::small
