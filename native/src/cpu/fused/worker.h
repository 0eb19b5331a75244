// One thread of the fused path: its buffers, and its part of a training step or of an evaluation.
//
// A thread owns some panels of the first layer for good: kernel, moments and gradient never leave its core. It computes
// their activations for a chunk of the batch and meets the others at a barrier, after which every thread has the whole
// first layer's activations. The layers above are small: each thread computes them in full, forward, backward and
// update, with a copy of its own that stays bitwise equal to the others'. Only the first layer's activations cross
// cores. They are written to two buffers in turn, so one barrier a chunk is enough: whoever writes to a buffer has met,
// at the barrier between, all who were reading it.
#pragma once

#include <array>
#include <vector>

#include "cpu/dataset.h"
#include "cpu/fused/barrier.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

// What the threads share.
struct Shared {
  Shared(const Shape& shape, int threads);

  Barrier barrier;
  AlignedBuffer<float> activations[2];  // of the first layer
  Tensors sums;                         // of the first layer's gradient, for batches of several chunks
};

// A part of an epoch that a replica is trained on in one go, and what comes of it.
struct Slice {
  const CpuDataset& dataset;
  const int32_t* order;
  int64_t samples;
  int64_t batch_size;
  int64_t first_step;          // updates that the replica has had
  const AdamStep* updates;     // one a step
  const float* class_weights;  // or null
  double* step_losses;         // result, one a step, or null
  int64_t correct;             // result
};

class Worker {
 public:
  Worker(const Shape& shape, const FusedKernels& kernels);

  // Makes room for samples as floats, which all but pixels without dropout need; throws std::bad_alloc. The calls below
  // run in threads that cannot report a failure, so it comes before them.
  void reserve_staging();

  // The part of thread `thread` of `threads`, which all run at the same time. Thread 0 works on the upper layers of the
  // replica itself and writes losses and counts.
  void train(Slice& slice, ReplicaState& replica, Shared& shared, int thread, int threads);

  // Rows of a dataset that are evaluated together, chunk_rows at most.
  struct Chunk {
    int64_t first;
    int64_t rows;
    double* row_losses;  // result [rows]; null where targets are not to be read
    int64_t* confusion;  // counts are added, or null
    float* outputs;      // result [rows, outputs], or null
  };

  // Forward through the whole network, alone; returns the samples classified right.
  int64_t evaluate(const ReplicaState& replica, const CpuDataset& dataset, const Chunk& chunk);

  // The same for rows of floats that are in no dataset: features [rows, inputs], chunk_rows at most.
  void predict(const ReplicaState& replica, const float* features, int64_t rows, float* outputs);

 private:
  struct LayerBuffers {
    AlignedBuffer<float> y;        // the layer's activations; of the first layer in evaluation alone
    AlignedBuffer<float> dropped;  // the layer's input after dropout
    AlignedBuffer<float> factors;  // by which dropout multiplied it
  };

  struct Step {
    const Slice& slice;
    ReplicaState& replica;
    Shared& shared;
    int thread;
    int threads;
    int64_t first;   // sample of the slice
    int64_t rows;    // of the batch
    int64_t number;  // updates that the replica has had, for dropout
    const AdamStep& update;
  };

  double train_batch(const Step& step, int64_t& correct);
  Input samples(const CpuDataset& dataset, const int32_t* order, int64_t rows);
  Input staged_samples(const CpuDataset& dataset, const int32_t* order, int64_t rows);
  Input dropped_samples(const Step& step, const int32_t* order, int64_t first_row, int64_t rows);
  Ahead look_ahead(const Slice& slice, const int32_t* order, int64_t rows_after);
  void read_targets(const CpuDataset& dataset, const int32_t* order, int64_t rows, const float* class_weights);
  LayerState& own_state(const Step& step, std::size_t layer);
  void forward(std::size_t layer, const LayerState& state, int64_t rows, Input x, int64_t first_panel,
               int64_t last_panel, float* y);
  const float* forward_all(const ReplicaState& replica, Input x, int64_t rows);
  void copy_outputs(int64_t rows, float* outputs) const;
  const float* forward_above(const Step& step, int64_t first_row, int64_t rows, const float* x);
  const float* backward_above(const Step& step, int64_t rows, const float* first_activations, int64_t first_panel,
                              int64_t last_panel, GradientUse use);
  void update_layer(const Step& step, std::size_t layer, LayerState& state, Tensors& sums, int64_t rows, Input x,
                    const float* dz, int64_t first_panel, int64_t last_panel, GradientUse use, Ahead ahead);
  void compute_loss(int64_t rows, const float* logits, float scale, bool with_gradient, double* row_losses);
  int64_t count_correct(int64_t rows, const float* logits, int64_t* confusion) const;

  const Shape& shape_;
  const FusedKernels& kernels_;
  AlignedBuffer<float> x_;  // a chunk of samples, where they are not read from the dataset directly
  AlignedBuffer<float> targets_;
  AlignedBuffer<float> weights_;
  AlignedBuffer<float> probabilities_;
  AlignedBuffer<float> gradients_[2];
  AlignedBuffer<double> row_losses_;
  std::vector<LayerBuffers> buffers_;
  std::vector<LayerState> copies_;  // of the layers above the first, in threads other than 0
  std::vector<Tensors> sums_;       // of their gradients, for batches of several chunks
  std::array<const uint8_t*, chunk_rows> rows_;
  std::array<const char*, chunk_rows> ahead_;
  std::array<int32_t, chunk_rows> truth_;
  int parity_ = 0;
};

}  // namespace weft::cpu::fused
