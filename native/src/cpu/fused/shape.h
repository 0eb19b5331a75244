// The sizes of a network on the fused path, and whether it can take it.
#pragma once

#include <vector>

#include "architecture.h"
#include "cpu/fused/layout.h"

namespace weft::cpu::fused {

struct LayerShape {
  int64_t in;
  int64_t out;
  int64_t panels;        // of `lanes` columns
  int64_t panel_floats;  // of all panels: panels * in * lanes
  Activation activation;
  float input_dropout;
  int64_t kernel;  // offsets in the flat parameters
  int64_t bias;
};

struct Shape {
  Shape(const Architecture& architecture, int64_t lanes);

  int64_t lanes;
  int64_t inputs;
  Loss loss;
  int32_t classes;
  std::vector<LayerShape> layers;

  const LayerShape& last() const { return layers.back(); }
};

// Whether all layers are narrow enough and have activations that the fused kernels know.
bool fits(const Architecture& architecture);

}  // namespace weft::cpu::fused
