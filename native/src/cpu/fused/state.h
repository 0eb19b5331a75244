// Parameters and moments of one replica in panels, and their way in and out of the flat array of weft.h.
#pragma once

#include <vector>

#include "cpu/aligned_buffer.h"
#include "cpu/fused/kernels.h"
#include "cpu/fused/shape.h"
#include "span.h"

namespace weft::cpu::fused {

// Kernel in panels and bias, of parameters or of one of the moments.
struct Tensors {
  explicit Tensors(const LayerShape& layer, int64_t lanes)
      : panels(static_cast<std::size_t>(layer.panel_floats)), bias(static_cast<std::size_t>(layer.panels * lanes)) {}

  AlignedBuffer<float> panels;
  AlignedBuffer<float> bias;
};

struct LayerState {
  LayerState(const LayerShape& layer, int64_t lanes);

  Tensors parameters;
  Tensors first_moments;
  Tensors second_moments;
  // The kernel's transpose in panels of its own, for the gradient by the layer's input.
  AlignedBuffer<float> transposed;

  Tensors& of(int32_t state);
  // Parameters and moments; the transpose is left to who needs it.
  void copy_from(const LayerState& other);
};

struct ReplicaState {
  ReplicaState(const Shape& shape, uint64_t dropout_seed);

  uint64_t seed;
  int64_t step = 0;
  std::vector<LayerState> layers;

  void read(const Shape& shape, int32_t state, Span<float> values);
  void write(const Shape& shape, int32_t state, Span<const float> values);
};

}  // namespace weft::cpu::fused
