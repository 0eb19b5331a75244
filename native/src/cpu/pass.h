// One batch on its way through a network and back.
//
// Layer i reads its input x [batch, in] (the batch itself, or the activations of the layer before, after dropout where
// there is any), and writes z = xW + b and y = activation(z), both [batch, out]. Only GELU needs z again on the way
// back; for all others y overwrites it. The gradient goes back through two buffers in turn.
#pragma once

#include <vector>

#include "cpu/aligned_buffer.h"
#include "cpu/compute.h"
#include "cpu/dataset.h"

namespace weft::cpu {

class Pass {
 public:
  Pass(const Architecture& architecture, Compute& compute) : architecture_(architecture), compute_(compute) {}

  // Makes room for batches of up to `rows`; throws std::bad_alloc. Keeps what there is where that is enough.
  void reserve(int64_t rows);

  // What a batch consists of: samples in `order`, or `first` and the ones after it where order is null.
  struct Batch {
    const CpuDataset& dataset;
    const int32_t* order;
    int64_t first;
    int64_t rows;
    const float* class_weights = nullptr;
    weft_shift shift{0, 0, 0};

    int64_t sample(int64_t row) const { return order != nullptr ? order[row] : first + row; }
  };

  // Dropout masks of a training step; a null pointer in its place means that nothing is dropped.
  struct Masks {
    uint64_t seed;
    uint32_t step;
  };

  // With a shift, which needs uint8, images are where the step has them.
  void read_features(const Batch& batch, const Masks& step = {0, 0});
  // Features that are in no dataset, [rows, inputs].
  void read_rows(const float* features, int64_t rows);
  void read_targets(const Batch& batch);
  void forward(const float* parameters, const Masks* masks);
  // The network's outputs, for which no targets are needed: [rows, outputs], probabilities or linear ones.
  const float* outputs();
  // Loss by row and, where asked for, the gradient of the batch's mean loss by the logits.
  void loss(bool with_gradient);
  // After loss(true): the gradient by every parameter, flat.
  void backward(const float* parameters, const Masks& masks, float* gradients);

  // The sum over the batch of the rows' losses, in row order.
  double loss_sum() const;
  // Samples classified right; where outputs are not classes, 0.
  int64_t correct() const;
  // Adds the batch to counts [true class, predicted class].
  void count_into(int64_t* confusion) const;

 private:
  struct LayerBuffers {
    AlignedBuffer<float> dropped;  // the layer's input after dropout; empty where it has none
    AlignedBuffer<float> z;        // of GELU alone
    AlignedBuffer<float> y;
  };

  const float* input_of(std::size_t layer) const;
  int32_t predicted_class(int64_t row) const;
  int32_t true_class(int64_t row) const;

  const Architecture& architecture_;
  Compute& compute_;
  int64_t capacity_ = 0;
  int64_t rows_ = 0;
  bool dropped_ = false;
  AlignedBuffer<float> features_;
  AlignedBuffer<uint8_t> shifted_;  // [rows, inputs], where images are shifted
  std::vector<LayerBuffers> layers_;
  AlignedBuffer<float> targets_;
  AlignedBuffer<float> weights_;
  AlignedBuffer<float> outputs_;
  AlignedBuffer<double> row_losses_;
  AlignedBuffer<float> gradient_;
  AlignedBuffer<float> next_gradient_;
};

}  // namespace weft::cpu
