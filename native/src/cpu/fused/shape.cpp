#include "cpu/fused/shape.h"

namespace weft::cpu::fused {
namespace {

// Samples wider than this would fill the caches many times over: a chunk of them is 16 MB.
constexpr int32_t most_inputs = 65536;

}  // namespace

Shape::Shape(const Architecture& architecture, int64_t vector_lanes)
    : lanes(vector_lanes), inputs(architecture.inputs), loss(architecture.loss), classes(architecture.classes()) {
  for (const DenseLayer& layer : architecture.layers) {
    int64_t panels = (layer.out + lanes - 1) / lanes;
    layers.push_back({layer.in, layer.out, panels, panels * layer.in * lanes, layer.activation, layer.input_dropout,
                      layer.kernel, layer.bias});
  }
}

bool fits(const Architecture& architecture) {
  if (architecture.inputs > most_inputs) return false;
  for (const DenseLayer& layer : architecture.layers) {
    if (layer.out > max_width || needs_z(layer.activation)) return false;
  }
  return true;
}

}  // namespace weft::cpu::fused
