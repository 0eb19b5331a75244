#include "shift.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace weft {

// One copy of all rows that stay inside, as if the image were one row; then 0 where that brought pixels round the edge.
void shift_image(const weft_shift& shift, Offset by, const uint8_t* from, uint8_t* to) {
  std::ptrdiff_t width = shift.width;
  std::ptrdiff_t top = std::max(by.down, 0);
  std::ptrdiff_t bottom = shift.height + std::min(by.down, 0);
  std::ptrdiff_t first = top * width + std::max(by.right, 0);
  std::ptrdiff_t end = bottom * width + std::min(by.right, 0);
  std::memcpy(to + first, from + first - (by.down * width + by.right), static_cast<std::size_t>(end - first));
  std::memset(to, 0, static_cast<std::size_t>(top * width));
  std::memset(to + bottom * width, 0, static_cast<std::size_t>((shift.height - bottom) * width));
  std::ptrdiff_t left = by.right > 0 ? 0 : width + by.right;
  std::ptrdiff_t count = by.right > 0 ? by.right : -by.right;
  for (std::ptrdiff_t y = top; y < bottom; y++) {
    for (std::ptrdiff_t x = left; x < left + count; x++) to[y * width + x] = 0;
  }
}

}  // namespace weft
