// A pointer with its length: what std::span is in C++20.
#pragma once

#include <cstddef>

namespace weft {

template <typename T>
struct Span {
  T* data = nullptr;
  std::size_t size = 0;

  T& operator[](std::size_t i) const { return data[i]; }
  T* begin() const { return data; }
  T* end() const { return data + size; }
  bool empty() const { return size == 0; }
};

}  // namespace weft
