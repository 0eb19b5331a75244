// One thread of the fused path: its part of a slice of training, or of an evaluation.
//
// A slice is divided in one of two ways. Small batches by the first layer (by_first_layer.cpp): no parameter leaves its
// core, and what all threads need is computed by each. Batches of several chunks by samples (by_samples.cpp): nothing
// is computed twice, and parameters travel once a step. The gradient of a chunk is summed on its own, and the chunks'
// sums are added in their order, so both ways end in the same bits, whatever the number of threads.
#pragma once

#include <array>

#include "cpu/fused/first_layer.h"
#include "cpu/fused/shared.h"
#include "cpu/fused/targets.h"
#include "cpu/fused/upper_layers.h"

namespace weft::cpu::fused {

class Worker {
 public:
  Worker(const Shape& shape, const DenseKernels& kernels, FirstLayer& first);

  // The part of one of the threads, which all run at the same time. Thread 0 works on the upper layers of the replica
  // itself and writes losses and counts.
  void train(Slice& slice, ReplicaState& replica, Shared& shared, Division division, Share share);

  // Rows of a dataset that go through the network together, chunk_rows at most.
  struct Rows {
    const CpuDataset& dataset;
    int64_t first;
    int64_t count;
  };

  // Gradients of the layers above the first that a slice divided by the first layer kept.
  std::vector<Tensors>& upper_sums() { return upper_.sums(); }

  // The calls below are for one thread alone.
  //
  // Returns the samples classified right. row_losses [rows]; counts are added to confusion, where not null.
  int64_t evaluate(int thread, const ReplicaState& replica, const Rows& rows, double* row_losses, int64_t* confusion);
  // outputs [rows, outputs].
  void predict(int thread, const ReplicaState& replica, const Rows& rows, float* outputs);
  // Of rows of floats that are in no dataset: features [rows, inputs], chunk_rows at most.
  void predict(int thread, const ReplicaState& replica, const float* features, int64_t rows, float* outputs);

 private:
  using Addresses = std::array<const void*, chunk_rows>;
  using Order = std::array<int32_t, chunk_rows>;

  void train_by_first_layer(Slice& slice, Shared& shared, Share share);
  void train_by_samples(Slice& slice, Shared& shared, Share share);
  double train_batch(Slice& slice, int64_t step, Shared& shared, Share share);
  void train_chunk(const Slice& slice, const Chunk& chunk, int64_t slot, Slot& into, Share share, const Samples& ahead);

  static Samples samples(const CpuDataset& dataset, const int32_t* order, int64_t rows, Addresses& addresses);
  static Samples samples(const Slice& slice, const Chunk& chunk, Addresses& addresses);
  static Order order_of(const Rows& rows);
  // The output function, of rows of logits.
  void write_outputs(int64_t rows, const float* logits, float* outputs);
  const float* logits(int thread, const ReplicaState& replica, const Samples& samples);

  const Shape& shape_;
  const DenseKernels& kernels_;
  FirstLayer& first_;
  UpperLayers upper_;
  Targets targets_;
  AlignedBuffer<float> first_activations_;
  AlignedBuffer<float> outputs_;
  AlignedBuffer<double> row_losses_;
  Addresses addresses_[2];  // of a chunk and of the next one
};

}  // namespace weft::cpu::fused
