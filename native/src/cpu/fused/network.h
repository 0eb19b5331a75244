// A network on the fused path: layers at most 128 wide, in loops of our own. What DESIGN calls the CPU path's
// plan: nothing is allocated, packed or dispatched within a step; scaling, bias and activation happen inside the matrix
// loops; the update is applied to a tile of the gradient while it is in registers.
//
// A slice is cut into segments of some dozens of steps. A segment is one call of the thread team: each thread runs its
// part of all its steps (worker.h), through the first layer, of which there may be several kinds (first_layer.h), and
// the layers above it (upper_layers.h). Where several replicas are trained, each thread trains one by itself instead.
#pragma once

#include <vector>

#include "cpu/fused/thread_choice.h"
#include "cpu/fused/worker.h"
#include "cpu/network.h"

namespace weft::cpu::fused {

class FusedNetwork final : public CpuNetwork {
 public:
  // The architecture must fit (shape.h).
  FusedNetwork(std::shared_ptr<CpuContext> context, const Architecture& architecture, Span<const uint64_t> seeds);

  int32_t replicas() const override { return static_cast<int32_t>(replicas_.size()); }
  int32_t path() const override { return WEFT_PATH_FUSED; }
  void read(int32_t replica, int32_t state, Span<float> values) override;
  void write(int32_t replica, int32_t state, Span<const float> values) override;
  bool has_average(int32_t replica) override;
  int64_t step(int32_t replica) override;
  void set_step(int32_t replica, int64_t step) override;
  void set_seed(int32_t replica, uint64_t seed) override;
  void train(const Dataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) override;
  void evaluate(int32_t replica, const Dataset& dataset, int64_t first, int64_t count,
                EvaluationResult& result) override;
  void predict(int32_t replica, const Dataset& dataset, int64_t first, int64_t count, float* outputs) override;
  void predict_rows(int32_t replica, const float* features, int64_t rows, float* outputs) override;

 private:
  // Makes workers for one team or, `alone`, for teams of one; for samples of a type; and for chunks in work, where
  // slices are divided by samples.
  void reserve_workers(int threads, bool alone, bool uint8, int64_t slots = 0);
  int most_threads(int64_t batch_size) const;
  std::unique_ptr<Shared> make_shared(int threads) const;
  // The most steps of a segment.
  int64_t segment_steps(const CpuDataset& dataset, int64_t batch_size, const weft_training_plan& plan) const;
  void train_side_by_side(const CpuDataset& data, int64_t samples, int32_t batch_size,
                          const std::vector<std::size_t>& awake, Span<weft_training_plan> plans);
  template <typename Train>
  void for_segments(ReplicaState& state, const CpuDataset& dataset, int64_t samples, int64_t batch_size,
                    weft_training_plan& plan, std::vector<OptimizerStep>& updates, const Train& train);
  void train_together(ReplicaState& state, Slice& slice);
  void train_segment(ReplicaState& state, Slice& slice, int threads);
  void set_average(ReplicaState& state, bool wanted);
  void clip_and_update(ReplicaState& state, const Slice& slice, int team, std::vector<Tensors>& upper_gradients);
  // Calls body(worker, thread, first, count) in all threads for the chunks of `count` rows.
  template <typename Body>
  void for_chunks(int threads, int64_t count, const Body& body);
  ReplicaState& replica(int32_t index) { return replicas_[static_cast<std::size_t>(index)]; }
  Worker& worker(int thread) { return *workers_[static_cast<std::size_t>(thread)]; }

  const DenseKernels& kernels_;
  Shape shape_;
  std::vector<ReplicaState> replicas_;
  std::unique_ptr<FirstLayer> first_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::vector<OptimizerStep>> updates_;  // of a segment, one a thread
  std::vector<std::unique_ptr<Shared>> shared_;      // by the number of threads
  std::vector<std::unique_ptr<Shared>> alone_;       // of threads that work side by side
  ThreadChoice choice_;
};

}  // namespace weft::cpu::fused
