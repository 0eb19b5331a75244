// A piece of one operand of a matrix product on its way from global to shared memory, where it lies as [depth, extent]
// whichever way the operand is stored: along inner, which is what a sum runs along, or across it.
//
// A thread moves vectors of 4 elements that are neighbours in memory: by one load of 16 bytes where the operand is
// aligned to that, which is decided once, for the whole block; else, and at the end of inner, one by one. A warp's
// vectors make up rows of memory that are as long as the piece allows, 32 bytes at least. What is stored across inner
// is a vector in shared memory too; what is stored along it becomes 4 rows there, and with 2 vectors from each of 16
// rows of memory a warp meets no bank twice.
//
// Elements beyond the operand are 0, but those of a row of ones beyond the end of inner.
#pragma once

#include "cuda/kernels/block.h"

namespace weft::cuda {

// An operand, and which part of it a block reads.
struct Operand {
  const float* data;
  int64_t stride;  // elements between rows of memory
  int64_t extent;  // elements across inner that are stored
  int64_t ones;    // elements of 1 that follow those
  int64_t first;   // the block's, across inner
  int64_t from;    // along inner
  int64_t to;
};

template <int32_t extent, int32_t depth, int32_t threads, bool along>
class Piece {
 public:
  // Rows in shared memory begin 4 banks apart, and every fourth 16 apart.
  static constexpr int32_t pitch = extent + 4;
  static constexpr int32_t floats = depth * pitch;
  static_assert(pitch % 8 == 4);

  WEFT_BODY Piece(const Operand& o, int32_t thread) : place_(place(thread)) {
    int64_t across = o.first + place_.across;
    int64_t k = o.from + place_.k;
    data_ = o.data + (along ? across * o.stride + k : k * o.stride + across);
    stride_ = o.stride;
    stored_ = limited(o.extent - across);
    with_ones_ = limited(o.extent + o.ones - across);
    // Then a vector lies within the operand as a whole, or not at all.
    bool whole = along ? (o.stride | o.from | o.to) % 4 == 0 : (o.stride | o.extent) % 4 == 0;
    vectors_ = whole && reinterpret_cast<uintptr_t>(o.data) % alignof(Vector) == 0;
    // Vectors of what is not stored stay as they are.
    WEFT_UNROLL
    for (int32_t i = 0; i < loads; i++) fetched_[i] = elements(data_, distance(i), 0);
  }

  // Whether fetch_vectors() may be called.
  WEFT_BODY bool vectors() const { return vectors_; }

  // Begins to read the next piece, in which `real` elements along inner are real.
  WEFT_BODY void fetch(int32_t real) {
    if (vectors_ && real == depth) return fetch_vectors();
    const float* data = global_data();
    WEFT_UNROLL
    for (int32_t i = 0; i < loads; i++) fetched_[i] = elements(data, distance(i), real - place_.k);
    data_ += offset(0, real);
  }

  // The same for a whole piece of an operand that allows it.
  WEFT_BODY void fetch_vectors() {
    const float* data = global_data();
    WEFT_UNROLL
    for (int32_t i = 0; i < loads; i++) {
      Place more = distance(i);
      if (more.across < stored_) fetched_[i] = *reinterpret_cast<const Vector*>(data + offset(more.across, more.k));
    }
    data_ += offset(0, depth);
  }

  // Writes what was read.
  WEFT_BODY void put(const Shared<float>& piece) const {
    WEFT_UNROLL
    for (int32_t i = 0; i < loads; i++) {
      Place more = distance(i);
      int32_t at = (place_.k + more.k) * pitch + place_.across + more.across;
      if constexpr (along) {
        WEFT_UNROLL
        for (int32_t e = 0; e < 4; e++) piece.set(at + e * pitch, fetched_[i][e]);
      } else {
        piece.template store<4>(at, fetched_[i]);
      }
    }
  }

 private:
  using Vector = Pack<float, 4>;

  static constexpr int32_t loads = extent * depth / 4 / threads;
  static_assert(loads * threads * 4 == extent * depth);

  // A vector's first element within the piece.
  struct Place {
    int32_t across;
    int32_t k;
  };

  // Of the vector that is number `vector` of the piece.
  static WEFT_BODY Place place(int32_t vector) {
    if constexpr (along) return {vector / 2 % extent, vector % 2 * 4 + vector / (2 * extent) * 8};
    return {vector % (extent / 4) * 4, vector / (extent / 4)};
  }

  // From a thread's first vector to its vector i: as sizes are powers of two, the same for every thread.
  static WEFT_BODY Place distance(int32_t i) { return place(i * threads); }
  static_assert((extent & (extent - 1)) == 0 && (depth & (depth - 1)) == 0 && (threads & (threads - 1)) == 0);

  static WEFT_BODY int32_t limited(int64_t elements) {
    return elements < extent ? static_cast<int32_t>(elements) : extent;
  }

  WEFT_BODY const float* global_data() const {
#ifdef __CUDA_ARCH__
    // So that the compiler chooses loads of global memory, not those that could be of any.
    __builtin_assume(__isGlobal(data_));
#endif
    return data_;
  }

  // A vector element by element, with `real` elements along inner from the thread's first on.
  WEFT_BODY Vector elements(const float* data, const Place& more, int32_t real) const {
    Vector v;
    WEFT_UNROLL
    for (int32_t e = 0; e < 4; e++) {
      int32_t across = more.across + (along ? 0 : e);
      // Beyond the end of inner too: what it is multiplied by is 0 there.
      v[e] = across >= stored_ && across < with_ones_ ? 1.0f : 0.0f;
      if (more.k + (along ? e : 0) < real && across < stored_) v[e] = data[offset(more.across, more.k) + e];
    }
    return v;
  }

  WEFT_BODY int64_t offset(int32_t across, int32_t k) const {
    return along ? across * stride_ + k : k * stride_ + across;
  }

  Place place_;  // of the thread's first vector
  const float* data_;
  int64_t stride_;
  int32_t stored_;     // elements across inner from the thread's first on that are in memory
  int32_t with_ones_;  // and with those that are 1
  bool vectors_;
  Registers<Vector, loads> fetched_;
};

}  // namespace weft::cuda
