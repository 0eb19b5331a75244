// Memory for kernels: aligned to a cache line, zeroed, freed with its owner.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>

namespace weft::cpu {

template <typename T>
class AlignedBuffer {
 public:
  AlignedBuffer() = default;

  // Throws std::bad_alloc where the size overflows or the memory is not to be had.
  explicit AlignedBuffer(std::size_t count) : size_(count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_alloc();
    data_.reset(static_cast<T*>(::operator new(count * sizeof(T), alignment)));
    std::memset(static_cast<void*>(data_.get()), 0, count * sizeof(T));
  }

  T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::align_val_t alignment{64};
  struct Free {
    void operator()(T* pointer) const { ::operator delete(pointer, alignment); }
  };
  std::unique_ptr<T, Free> data_;
  std::size_t size_ = 0;
};

}  // namespace weft::cpu
