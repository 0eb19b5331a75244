// From a row of outputs or targets to a class.
#pragma once

#include <algorithm>
#include <cstdint>

namespace weft::cpu {

// The first largest of a row [width]; of one column 1 where it lies above the threshold.
inline int32_t class_of(const float* row, int64_t width, float threshold) {
  if (width == 1) return row[0] > threshold ? 1 : 0;
  return static_cast<int32_t>(std::max_element(row, row + width) - row);
}

}  // namespace weft::cpu
