// The sizes of a network on the fused path, and whether it can take it.
#pragma once

#include <vector>

#include "architecture.h"
#include "cpu/fused/layout.h"
#include "dropout.h"

namespace weft::cpu::fused {

struct LayerShape {
  uint32_t index;  // in the network
  int64_t in;
  int64_t out;
  int64_t panels;        // of `lanes` columns
  int64_t panel_floats;  // of all panels: panels * in * lanes
  int64_t lanes;
  Activation activation;
  Dropout input_dropout;
  int64_t kernel;  // offsets in the flat parameters
  int64_t bias;

  // Whether samples of a type are masked as rows of uint8 (input_rows.h): where what is kept stays as it is.
  bool masks_rows(bool uint8) const { return uint8 && input_dropout.rate > 0 && !input_dropout.scales; }
  // Of the layer's input at a step.
  DropoutMask mask(uint64_t seed, int64_t step) const {
    return dropout_mask(input_dropout, seed, index, static_cast<uint32_t>(step));
  }
};

struct Shape {
  Shape(const Architecture& architecture, int64_t lanes);

  int64_t lanes;
  Loss loss;
  int32_t classes;
  LayerShape first;
  std::vector<LayerShape> upper;  // the layers above the first

  const LayerShape& last() const { return upper.empty() ? first : upper.back(); }
};

// Whether all layers are narrow enough and have activations that the fused kernels know.
bool fits(const Architecture& architecture);

}  // namespace weft::cpu::fused
