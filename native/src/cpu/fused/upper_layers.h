// The layers above the first, which are small: one thread computes them in full for a chunk, in float32 and in buffers
// of its own.
//
// Divided by the first layer, every thread does so for the same chunk, forward, backward and update, with a copy of the
// parameters that stays bitwise equal to the others'; the copy of thread 0 is the replica itself. Divided by samples,
// all read the replica's parameters, each leaves its chunks' gradients in memory, and each updates its share.
#pragma once

#include <vector>

#include "cpu/fused/slice.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

class UpperLayers {
 public:
  UpperLayers(const Shape& shape, const DenseKernels& kernels);

  // Before a slice. All threads meet after it, since thread 0 changes what the others copy.
  void begin(ReplicaState& replica, Division division, int thread);

  // From the first layer's activations; returns the logits, both one block.
  const float* forward(const Slice& slice, const Chunk& chunk, const float* first_activations);
  // The same outside training, without dropout, with the replica's parameters or their average.
  const float* forward(const ReplicaState& replica, int64_t rows, const float* first_activations);

  // Where the gradient by the logits is to be put for backward(): in dz_first where there is no layer above the first.
  float* logits_gradient(float* dz_first);
  // A block that dz_first may be.
  float* first_gradient() { return gradients_[0].data(); }

  // Back from the gradient by the logits to dz_first, the gradient by the first layer's linear output, of which only
  // some panels are computed. The layers' own gradients are added to sums, or used for the update.
  void backward(const Slice& slice, const Chunk& chunk, GradientUse use, const float* first_activations,
                Range first_panels, std::vector<Tensors>& sums, float* dz_first);

  // By samples: adds a chunk's gradients to the batch's, and with the last one updates the share.
  void update_share(Share share, const Slice& slice, const Chunk& chunk, const std::vector<Tensors>& gradients,
                    std::vector<Tensors>& sums);
  // Once all shares are updated.
  void transpose();

  // Room for gradients of batches of several chunks, one a layer.
  std::vector<Tensors>& sums() { return sums_; }

 private:
  struct Layer {
    AlignedBuffer<float> y;        // the layer's activations
    AlignedBuffer<float> dropped;  // the layer's input after dropout
    AlignedBuffer<float> factors;  // by which dropout multiplied it
    LayerState copy;               // of parameters and moments, in threads other than 0
    LayerState* trained = nullptr;
    // The kernel's transpose in panels of its own, for the gradient by the layer's input.
    AlignedBuffer<float> transposed;
  };

  void multiply(std::size_t layer, const Tensors& parameters, int64_t rows, const float* x);
  void transpose(std::size_t layer);

  const Shape& shape_;
  const DenseKernels& kernels_;
  std::vector<Layer> layers_;
  std::vector<Tensors> sums_;
  AlignedBuffer<float> gradients_[2];  // by the linear outputs of a layer and of the one below
};

}  // namespace weft::cpu::fused
