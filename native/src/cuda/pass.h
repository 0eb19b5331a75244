// One batch on its way through a network and back, for a group of replicas at once; every call only starts kernels.
//
// Layer i reads its input x [rows, in] (the batch itself, or the activations of the layer before, after dropout where
// there is any), and writes y = activation(xW + b) [rows, out]. Only GELU keeps z = xW + b for the way back. The
// gradient goes back through two buffers in turn. Gradients by parameters stay in the splits of their products until
// update.h adds them up.
#pragma once

#include <vector>

#include "architecture.h"
#include "cuda/kernels/close_batch.h"
#include "cuda/kernels/update.h"
#include "cuda/layout.h"
#include "cuda/wide_product.h"

namespace weft::cuda {

class Pass {
 public:
  // A pass that trains has what the way back needs, and may split sums.
  Pass(const Architecture& architecture, bool trains);

  // The bytes of device memory that batches of up to `rows` of `replicas` need beyond what there is.
  std::size_t missing_bytes(int64_t rows, int64_t replicas) const;
  // Makes room for them; true where addresses have changed.
  bool reserve(Device& device, int64_t rows, int64_t replicas);

  // Whether batches of `rows` have products for cuBLAS.
  bool has_wide_layers(int64_t rows) const;

  // The table that update() reads, for this batch.
  std::vector<Update::Layer> gradients_of(const Batch& batch) const;

  void forward(Device& device, const Batch& batch) const;
  // The network's outputs, for which no targets are needed: [rows, outputs], probabilities or linear ones. For one
  // replica.
  const float* outputs(Device& device, const Batch& batch) const;
  // Loss by row, classes and, in training, the gradient of the batch's mean loss by the logits.
  void loss(Device& device, const Batch& batch) const;
  void backward(Device& device, const Batch& batch) const;
  // `layers` is gradients_of(batch) in device memory.
  void update(Device& device, const Batch& batch, const Update::Layer* layers) const;
  // Adds up the rows' losses and classes, and moves the cursors on: into the runs' results in training, else into
  // totals.
  void close(Device& device, const Batch& batch, CloseBatch::Totals* totals, int64_t* confusion) const;

 private:
  struct LayerPlaces {
    Place<float> dropped;  // the layer's input after dropout
    Place<float> z;        // of GELU alone
    Place<float> y;
    Place<float> gradients;  // [splits, in + 1, out]
  };

  struct Places {
    Place<float> features;
    std::vector<LayerPlaces> layers;
    Place<float> outputs;
    Place<float> gradient;
    Place<float> next_gradient;
    Place<double> row_losses;
    Place<int32_t> classified;
    Place<float> partials;
    Place<double> squares;  // [layers, blocks] of each replica
    Place<float> scales;    // of each replica
    std::size_t bytes = 0;
  };

  Places places(int64_t rows, int64_t replicas) const;
  Cut cut(int64_t rows, int64_t columns, int64_t inner) const;
  template <typename T>
  T* at(const Place<T>& place) const {
    return place.in(memory_.data());
  }
  // As the batch has it: by cuBLAS where the layer from `in` to `out` is wide.
  void compute(Device& device, const Batch& batch, Operands operands, const Product& product, int64_t in,
               int64_t out) const;
  // Splits of a layer's gradient.
  int32_t splits(const DenseLayer& layer, const Batch& batch) const;
  // A matrix [rows, width] a replica at a place, or none where the place is empty.
  Matrix matrix(const Place<float>& place, int64_t rows, int64_t width) const;
  Matrix input_of(std::size_t layer, int64_t rows) const;
  int64_t partials_stride() const;
  // Blocks of an update: as many as the largest layer takes.
  int64_t update_blocks() const;
  Finish finish_forward(std::size_t layer, int64_t rows) const;

  const Architecture& architecture_;
  bool trains_;
  int64_t rows_ = 0;
  int64_t replicas_ = 0;
  Places places_;
  DeviceArray<char> memory_;
};

}  // namespace weft::cuda
