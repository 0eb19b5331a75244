// The dropout masks that every backend draws alike.
#pragma once

#include <stdint.h>

namespace weft {

// The mask of one layer at one step; an element is dropped where its 32 random bits lie below drop_below, a comparison
// of whole numbers, so that no backend rounds its way to another mask.
struct DropoutMask {
  uint64_t drop_below;
  float scale;  // of what is kept: 1 / (1 - rate), or 1 where it stays as it is
  uint64_t seed;
  uint32_t layer;
  uint32_t step;
};

// How a layer's input is dropped while training.
struct Dropout {
  float rate;   // 0 where nothing is
  bool scales;  // whether what is kept is divided by 1 - rate
};

// The mask of a layer's input at a step.
DropoutMask dropout_mask(const Dropout& dropout, uint64_t seed, uint32_t layer, uint32_t step);

}  // namespace weft
