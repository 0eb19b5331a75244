#include "cpu/fused/shape.h"

namespace weft::cpu::fused {
namespace {

// Samples wider than this would fill the caches many times over: a chunk of them is 16 MB.
constexpr int32_t most_inputs = 65536;

LayerShape shape_of(const Architecture& architecture, std::size_t index, int64_t lanes) {
  const DenseLayer& layer = architecture.layers[index];
  int64_t panels = (layer.out + lanes - 1) / lanes;
  return {
      static_cast<uint32_t>(index), layer.in,     layer.out, panels, panels * layer.in * lanes, lanes, layer.activation,
      layer.input_dropout,          layer.kernel, layer.bias};
}

}  // namespace

Shape::Shape(const Architecture& architecture, int64_t vector_lanes)
    : lanes(vector_lanes),
      loss(architecture.loss),
      classes(architecture.classes()),
      first(shape_of(architecture, 0, lanes)) {
  for (std::size_t i = 1; i < architecture.layers.size(); i++) upper.push_back(shape_of(architecture, i, lanes));
}

bool fits(const Architecture& architecture) {
  if (architecture.inputs > most_inputs) return false;
  for (const DenseLayer& layer : architecture.layers) {
    if (layer.out > max_width || needs_z(layer.activation)) return false;
  }
  return true;
}

}  // namespace weft::cpu::fused
