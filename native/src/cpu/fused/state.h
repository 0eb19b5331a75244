// Parameters and moments of a layer in panels, and their way in and out of the flat array of weft.h.
#pragma once

#include <memory>
#include <vector>

#include "cpu/aligned_buffer.h"
#include "cpu/fused/shape.h"
#include "span.h"

namespace weft::cpu::fused {

// A block of rows, see layout.h.
inline AlignedBuffer<float> block() { return AlignedBuffer<float>(static_cast<std::size_t>(block_size)); }

// Kernel in panels and bias, of parameters or of one of the moments.
struct Tensors {
  explicit Tensors(const LayerShape& layer)
      : panels(static_cast<std::size_t>(layer.panel_floats)),
        bias(static_cast<std::size_t>(layer.panels * layer.lanes)) {}

  AlignedBuffer<float> panels;
  AlignedBuffer<float> bias;
};

struct LayerState {
  explicit LayerState(const LayerShape& layer) : parameters(layer), first_moments(layer), second_moments(layer) {}

  Tensors parameters;
  Tensors first_moments;
  Tensors second_moments;
  std::unique_ptr<Tensors> average;  // of the parameters; null where there is none

  float* average_panels() const { return average ? average->panels.data() : nullptr; }
  float* average_bias() const { return average ? average->bias.data() : nullptr; }
  // What evaluation and prediction take.
  const Tensors& answering() const { return average ? *average : parameters; }
  // Begins an average as the parameters are, unless there is one; or ends it. Throws std::bad_alloc.
  void set_average(const LayerShape& layer, bool wanted);

  // All but the average, which belongs to the replica alone.
  void copy_from(const LayerState& other);

  // `values` are those of the whole network.
  void read(const LayerShape& layer, int32_t state, Span<float> values) const;
  void write(const LayerShape& layer, int32_t state, Span<const float> values);
};

// One replica, all but its first layer, which is kept by the FirstLayer.
struct ReplicaState {
  ReplicaState(const Shape& shape, std::size_t index, uint64_t dropout_seed);

  int32_t index;
  uint64_t seed;
  int64_t step = 0;
  std::vector<LayerState> upper;
};

}  // namespace weft::cpu::fused
