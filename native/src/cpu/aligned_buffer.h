// Memory for kernels: aligned to a cache line, zeroed, freed with its owner.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace weft::cpu {

template <typename T>
class AlignedBuffer {
 public:
  AlignedBuffer() = default;

  // Throws std::bad_alloc where the size overflows or the memory is not to be had. A vector's length beyond the end may
  // be read.
  explicit AlignedBuffer(std::size_t count) : size_(count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T) - padding) throw std::bad_alloc();
    std::size_t bytes = count * sizeof(T) + padding;
    data_.reset(static_cast<T*>(::operator new(bytes, alignment)));
    ask_for_huge_pages(data_.get(), bytes);
    std::memset(static_cast<void*>(data_.get()), 0, bytes);
  }

  T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::align_val_t alignment{64};
  static constexpr std::size_t padding = 64;

  // Samples are read in random order: with pages of 4 KB nearly every one would miss the address translation's cache.
  // A hint, before the memory is first touched; where the system does not take it nothing is lost.
  static void ask_for_huge_pages(void* data, std::size_t bytes) {
#if defined(__linux__)
    constexpr std::uintptr_t huge_page = 2u << 20;
    std::uintptr_t first = (reinterpret_cast<std::uintptr_t>(data) + huge_page - 1) / huge_page * huge_page;
    std::uintptr_t end = (reinterpret_cast<std::uintptr_t>(data) + bytes) / huge_page * huge_page;
    if (end > first) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#else
    (void)data;
    (void)bytes;
#endif
  }

  struct Free {
    void operator()(T* pointer) const { ::operator delete(pointer, alignment); }
  };
  std::unique_ptr<T, Free> data_;
  std::size_t size_ = 0;
};

}  // namespace weft::cpu
