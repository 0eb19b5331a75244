// A view of a block's shared memory: a bare pointer on the GPU; on the CPU, where tests run the kernels, each access is
// checked for bounds, alignment and races by whoever owns the memory.
//
// Reading and writing are different calls, so that a check can tell them apart. Elements are 4 bytes or more.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <cstddef>

#include "cuda/device/body.h"

namespace weft::cuda {

// Arrays that are to stay in registers: indexed by constants once loops are unrolled.
template <typename T, int size>
using Registers = T[static_cast<size_t>(size)];

// N elements that are read or written by one instruction.
template <typename T, int N>
struct alignas(sizeof(T) * static_cast<size_t>(N)) Pack {
  Registers<T, N> value;

  WEFT_BODY T& operator[](int i) { return value[i]; }
  WEFT_BODY const T& operator[](int i) const { return value[i]; }
};

#ifndef __CUDACC__
// What owns shared memory on the CPU. Throws where an access is out of bounds or races with another.
class SharedMemory {
 public:
  virtual ~SharedMemory() = default;
  virtual void check(const void* at, std::size_t bytes, bool writes) = 0;
};
#endif

template <typename T>
class Shared {
 public:
  static_assert(sizeof(T) >= 4, "a check of races has a record for each word of 4 bytes");

  Shared() = default;

#ifdef __CUDACC__
  WEFT_BODY Shared(T* base, int) : base_(base) {}
#else
  Shared(T* base, int size, SharedMemory* memory) : base_(base), size_(size), memory_(memory) {}
#endif

  WEFT_BODY T operator[](int i) const {
    check(i, 1, false);
    return base_[i];
  }

  WEFT_BODY void set(int i, T value) const {
    check(i, 1, true);
    base_[i] = value;
  }

  // i is a multiple of N, and the view begins at one.
  template <int N>
  WEFT_BODY Pack<T, N> load(int i) const {
    check(i, N, false);
    return *reinterpret_cast<const Pack<T, N>*>(base_ + i);
  }

  template <int N>
  WEFT_BODY void store(int i, const Pack<T, N>& pack) const {
    check(i, N, true);
    *reinterpret_cast<Pack<T, N>*>(base_ + i) = pack;
  }

  // The rest from element i.
  WEFT_BODY Shared from(int i) const {
#ifdef __CUDACC__
    return {base_ + i, 0};
#else
    if (i > size_) memory_->check(base_ + i, sizeof(T), false);
    return {base_ + i, size_ - i, memory_};
#endif
  }

  // For instructions that take addresses; what goes through it is not checked.
  WEFT_BODY T* address() const { return base_; }

#ifndef __CUDACC__
  int size() const { return size_; }
  SharedMemory* memory() const { return memory_; }
#endif

 private:
#ifdef __CUDACC__
  WEFT_BODY void check(int, int, bool) const {}
#else
  void check(int i, int count, bool writes) const {
    bool inside = i >= 0 && i + count <= size_;
    bool aligned = reinterpret_cast<uintptr_t>(base_ + i) % (sizeof(T) * static_cast<std::size_t>(count)) == 0;
    // One byte that is in no memory stands for what is not inside the view.
    memory_->check(inside && aligned ? base_ + i : nullptr, sizeof(T) * static_cast<std::size_t>(count), writes);
  }
#endif

  T* base_ = nullptr;
#ifndef __CUDACC__
  int size_ = 0;
  SharedMemory* memory_ = nullptr;
#endif
};

}  // namespace weft::cuda
