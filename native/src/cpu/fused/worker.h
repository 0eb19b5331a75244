// One thread of the fused path: its buffers, and its part of a training step or of an evaluation.
//
// A step is divided in one of two ways. Small batches by columns of the first layer (by_columns.cpp): no parameter
// leaves its core, and what all threads need is computed by each. Batches of several chunks by samples
// (by_samples.cpp): nothing is computed twice, and parameters travel once a step. The gradient of a chunk is summed on
// its own, and the chunks' sums are added in their order, so both ways end in the same bits, whatever the number of
// threads.
#pragma once

#include <array>
#include <vector>

#include "cpu/dataset.h"
#include "cpu/fused/shared.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

// A part of an epoch that a replica is trained on in one go, and what comes of it.
struct Slice {
  const CpuDataset& dataset;
  const int32_t* order;
  int64_t samples;
  int64_t batch_size;
  int64_t first_step;            // updates that the replica has had
  const OptimizerStep* updates;  // one a step
  const float* class_weights;    // or null
  double* step_losses;           // result, one a step, or null
  int64_t correct;               // result
};

enum class Division { by_columns, by_samples };

class Worker {
 public:
  Worker(const Shape& shape, const FusedKernels& kernels);

  // Makes room for samples as floats, which all but pixels without dropout need; throws std::bad_alloc. The calls below
  // run in threads that cannot report a failure, so it comes before them.
  void reserve_staging();

  // The part of thread `thread` of `threads`, which all run at the same time. Thread 0 works on the upper layers of the
  // replica itself and writes losses and counts.
  void train(Slice& slice, ReplicaState& replica, Shared& shared, Division division, int thread, int threads);

  // Rows of a dataset that are evaluated together, chunk_rows at most.
  struct Evaluation {
    int64_t first;
    int64_t rows;
    double* row_losses;  // result [rows]; null where targets are not to be read
    int64_t* confusion;  // counts are added, or null
    float* outputs;      // result [rows, outputs], or null
  };

  // Forward through the whole network, alone; returns the samples classified right.
  int64_t evaluate(const ReplicaState& replica, const CpuDataset& dataset, const Evaluation& chunk);

  // The same for rows of floats that are in no dataset: features [rows, inputs], chunk_rows at most.
  void predict(const ReplicaState& replica, const float* features, int64_t rows, float* outputs);

 private:
  struct LayerBuffers {
    AlignedBuffer<float> y;        // the layer's activations
    AlignedBuffer<float> dropped;  // the layer's input after dropout
    AlignedBuffer<float> factors;  // by which dropout multiplied it
  };

  struct Step {
    const Slice& slice;
    ReplicaState& replica;
    Shared& shared;
    Division division;
    int thread;
    int threads;
    int64_t first;   // sample of the slice
    int64_t rows;    // of the batch
    int64_t number;  // updates that the replica has had, for dropout
    const OptimizerStep& update;
  };

  // Rows of a batch that are computed together.
  struct Chunk {
    int64_t first;         // row of the batch
    int64_t rows;          // chunk_rows at most
    const int32_t* order;  // their samples
    GradientUse use;
  };

  // The part of the first layer that a thread has to do with.
  struct Part {
    int64_t first_panel;
    int64_t last_panel;
    int64_t first_input;
    int64_t last_input;
  };

  double train_by_columns(const Step& step, int64_t& correct);
  double train_by_samples(const Step& step, int64_t& correct);
  void train_chunk(const Step& step, const Chunk& chunk, Slot& slot, Ahead ahead);
  void update_above(const Step& step, const Chunk& chunk, const Slot& slot);

  static Chunk chunk_of(const Step& step, int64_t first_row);
  Part whole(std::size_t layer) const;
  Input samples(const CpuDataset& dataset, const int32_t* order, int64_t rows, float* staging);
  Input staged(const CpuDataset& dataset, const int32_t* order, int64_t rows, float* staging) const;
  Input training_samples(const Step& step, const Chunk& chunk, float* staging);
  bool stages(const CpuDataset& dataset) const;
  Ahead look_ahead(const Slice& slice, int64_t first, int64_t most);
  void read_targets(const CpuDataset& dataset, const int32_t* order, int64_t rows, const float* class_weights);

  LayerState& own_state(const Step& step, std::size_t layer);
  const Tensors& parameters(const Step& step, std::size_t layer);
  void forward(std::size_t layer, const Tensors& parameters, int64_t rows, Input x, const Part& part, float* y,
               Ahead ahead);
  const float* forward_above(const Step& step, const Chunk& chunk, const float* x);
  const float* forward_all(const ReplicaState& replica, Input x, int64_t rows);
  float* gradient_of(std::size_t layer, float* of_first);
  void backward_above(const Step& step, const Chunk& chunk, const float* first_activations, const Part& part,
                      std::vector<Tensors>& sums, float* dz_first);
  void kernel_gradient(const Step& step, std::size_t layer, LayerState& state, Tensors& sums, int64_t rows, Input x,
                       const float* dz, const Part& part, GradientUse use, Ahead ahead);
  void compute_loss(int64_t rows, const float* logits, float scale, float* dlogits, double* row_losses);
  int64_t count_correct(int64_t rows, const float* logits, int64_t* confusion) const;
  void copy_outputs(int64_t rows, float* outputs) const;

  const Shape& shape_;
  const FusedKernels& kernels_;
  AlignedBuffer<float> x_;  // a chunk of samples, where they are not read from the dataset directly
  AlignedBuffer<float> targets_;
  AlignedBuffer<float> weights_;
  AlignedBuffer<float> probabilities_;
  AlignedBuffer<float> gradients_[2];  // by the linear outputs of a layer and of the one below
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
