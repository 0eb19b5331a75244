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

// Of a layer's tensors that it always has, the ones that `state` of weft.h stands for.
template <typename State>
auto& tensors_of(State& layer, int32_t state) {
  if (state == WEFT_FIRST_MOMENTS) return layer.first_moments;
  return state == WEFT_SECOND_MOMENTS ? layer.second_moments : layer.parameters;
}

// Calls body(flat, panels, count) for each run of elements that is contiguous in both layouts.
template <typename Body>
void for_runs(const LayerShape& layer, const Body& body) {
  for (int64_t panel = 0; panel < layer.panels; panel++) {
    int64_t first = panel * layer.lanes;
    int64_t count = layer.out - first < layer.lanes ? layer.out - first : layer.lanes;
    for (int64_t in = 0; in < layer.in; in++) {
      body(layer.kernel + in * layer.out + first, (panel * layer.in + in) * layer.lanes, count);
    }
  }
}

std::size_t bytes(int64_t floats) { return static_cast<std::size_t>(floats) * sizeof(float); }

}  // namespace

void LayerState::set_average(const LayerShape& layer, bool wanted) {
  if (wanted == (average != nullptr)) return;
  average = wanted ? std::make_unique<Tensors>(layer) : nullptr;
  if (wanted) copy(parameters, *average);
}

void LayerState::copy_from(const LayerState& other) {
  copy(other.parameters, parameters);
  copy(other.first_moments, first_moments);
  copy(other.second_moments, second_moments);
}

void LayerState::read(const LayerShape& layer, int32_t state, Span<float> values) const {
  const Tensors& tensors = state == WEFT_AVERAGE ? answering() : tensors_of(*this, state);
  for_runs(layer, [&](int64_t flat, int64_t panels, int64_t count) {
    std::memcpy(values.data + flat, tensors.panels.data() + panels, bytes(count));
  });
  std::memcpy(values.data + layer.bias, tensors.bias.data(), bytes(layer.out));
}

void LayerState::write(const LayerShape& layer, int32_t state, Span<const float> values) {
  if (state == WEFT_PARAMETERS || state == WEFT_AVERAGE) set_average(layer, state == WEFT_AVERAGE);
  Tensors& tensors = state == WEFT_AVERAGE ? *average : tensors_of(*this, state);
  for_runs(layer, [&](int64_t flat, int64_t panels, int64_t count) {
    std::memcpy(tensors.panels.data() + panels, values.data + flat, bytes(count));
  });
  std::memcpy(tensors.bias.data(), values.data + layer.bias, bytes(layer.out));
}

ReplicaState::ReplicaState(const Shape& shape, std::size_t place, uint64_t dropout_seed)
    : index(static_cast<int32_t>(place)), seed(dropout_seed) {
  for (const LayerShape& layer : shape.upper) upper.emplace_back(layer);
}

}  // namespace weft::cpu::fused
