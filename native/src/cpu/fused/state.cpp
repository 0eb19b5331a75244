#include "cpu/fused/state.h"

#include <cstring>

namespace weft::cpu::fused {
namespace {

void copy(const AlignedBuffer<float>& from, AlignedBuffer<float>& to) {
  std::memcpy(to.data(), from.data(), from.size() * sizeof(float));
}

void copy(const Tensors& from, Tensors& to) {
  copy(from.panels, to.panels);
  copy(from.bias, to.bias);
}

// Calls body(flat, panels, count) for each run of elements that is contiguous in both layouts.
template <typename Body>
void for_runs(const LayerShape& layer, int64_t lanes, const Body& body) {
  for (int64_t panel = 0; panel < layer.panels; panel++) {
    int64_t first = panel * lanes;
    int64_t count = layer.out - first < lanes ? layer.out - first : lanes;
    for (int64_t in = 0; in < layer.in; in++) {
      body(layer.kernel + in * layer.out + first, (panel * layer.in + in) * lanes, count);
    }
  }
}

std::size_t bytes(int64_t floats) { return static_cast<std::size_t>(floats) * sizeof(float); }

}  // namespace

LayerState::LayerState(const LayerShape& layer, int64_t lanes)
    : parameters(layer, lanes),
      first_moments(layer, lanes),
      second_moments(layer, lanes),
      transposed(static_cast<std::size_t>((layer.in + lanes - 1) / lanes * lanes * layer.out)) {}

Tensors& LayerState::of(int32_t state) {
  if (state == WEFT_FIRST_MOMENTS) return first_moments;
  return state == WEFT_SECOND_MOMENTS ? second_moments : parameters;
}

void LayerState::copy_from(const LayerState& other) {
  copy(other.parameters, parameters);
  copy(other.first_moments, first_moments);
  copy(other.second_moments, second_moments);
}

ReplicaState::ReplicaState(const Shape& shape, uint64_t dropout_seed) : seed(dropout_seed) {
  for (const LayerShape& layer : shape.layers) layers.emplace_back(layer, shape.lanes);
}

void ReplicaState::read(const Shape& shape, int32_t state, Span<float> values) {
  for (std::size_t i = 0; i < layers.size(); i++) {
    const Tensors& tensors = layers[i].of(state);
    for_runs(shape.layers[i], shape.lanes, [&](int64_t flat, int64_t panels, int64_t count) {
      std::memcpy(values.data + flat, tensors.panels.data() + panels, bytes(count));
    });
    std::memcpy(values.data + shape.layers[i].bias, tensors.bias.data(), bytes(shape.layers[i].out));
  }
}

void ReplicaState::write(const Shape& shape, int32_t state, Span<const float> values) {
  for (std::size_t i = 0; i < layers.size(); i++) {
    Tensors& tensors = layers[i].of(state);
    for_runs(shape.layers[i], shape.lanes, [&](int64_t flat, int64_t panels, int64_t count) {
      std::memcpy(tensors.panels.data() + panels, values.data + flat, bytes(count));
    });
    std::memcpy(tensors.bias.data(), values.data + shape.layers[i].bias, bytes(shape.layers[i].out));
  }
}

}  // namespace weft::cpu::fused
