// The dropout masks that every backend draws alike.
#pragma once

#include <stdint.h>

namespace weft {

// The mask of one layer at one step; an element is dropped where its 32 random bits lie below drop_below, a comparison
// of whole numbers, so that no backend rounds its way to another mask.
struct DropoutMask {
  uint64_t drop_below;
  float scale;  // 1 / (1 - rate)
  uint64_t seed;
  uint32_t layer;
  uint32_t step;
};

// The mask of a layer's input at a step.
DropoutMask dropout_mask(float rate, uint64_t seed, uint32_t layer, uint32_t step);

}  // namespace weft
