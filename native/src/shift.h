// How training images are moved, the same on every backend; what a shift is, weft.h says.
#pragma once

#include <stdint.h>

#include "philox.h"
#include "portable.h"
#include "weft/weft.h"

namespace weft {

// Pixels by which an image is moved.
struct Offset {
  int32_t right;
  int32_t down;
};

// Of a row of a batch, at the step behind so many updates.
WEFT_DEVICE inline Offset shift_offset(const weft_shift& shift, uint64_t seed, int64_t row, int64_t step) {
  PhiloxBlock bits = philox(seed, static_cast<uint32_t>(row), 0, static_cast<uint32_t>(step), philox_shift);
  uint64_t choices = 2 * static_cast<uint64_t>(shift.pixels) + 1;
  return {static_cast<int32_t>(bits.word[0] * choices >> 32) - shift.pixels,
          static_cast<int32_t>(bits.word[1] * choices >> 32) - shift.pixels};
}

// Pixel i of the image that `from` becomes.
WEFT_DEVICE inline uint8_t shifted_pixel(const weft_shift& shift, Offset by, const uint8_t* from, int32_t i) {
  int32_t x = i % shift.width - by.right;
  int32_t y = i / shift.width - by.down;
  bool inside = x >= 0 && x < shift.width && y >= 0 && y < shift.height;
  return inside ? from[y * shift.width + x] : static_cast<uint8_t>(0);
}

// All of them, to `to`, which is another image.
void shift_image(const weft_shift& shift, Offset by, const uint8_t* from, uint8_t* to);

}  // namespace weft
