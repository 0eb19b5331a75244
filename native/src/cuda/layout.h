// Cuts one allocation into arrays: first their places are taken, which tells the size; then it is allocated, once, and
// places become pointers. So what a piece of work needs is known before any of it is had.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weft::cuda {

// An array within an allocation.
template <typename T>
struct Place {
  std::size_t offset = 0;
  std::size_t count = 0;

  // Null for an array of no elements.
  T* in(char* allocation) const { return count == 0 ? nullptr : reinterpret_cast<T*>(allocation + offset); }
};

class Layout {
 public:
  template <typename T>
  Place<T> take(int64_t count) {
    Place<T> place{bytes_, static_cast<std::size_t>(count)};
    bytes_ = (bytes_ + place.count * sizeof(T) + alignment - 1) / alignment * alignment;
    return place;
  }

  std::size_t bytes() const { return bytes_; }

 private:
  // As cudaMalloc aligns.
  static constexpr std::size_t alignment = 256;

  std::size_t bytes_ = 0;
};

}  // namespace weft::cuda
