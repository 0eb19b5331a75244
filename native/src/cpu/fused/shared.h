// What the threads of the fused path share while they train, all of it made before they start; the first layer's is the
// FirstLayer's own.
#pragma once

#include <vector>

#include "cpu/fused/barrier.h"
#include "cpu/fused/input_rows.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

// What a chunk leaves behind that is divided by samples: one thread writes it, then all read it.
struct Slot {
  AlignedBuffer<float> dz;       // the gradient by the first layer's linear output
  std::vector<Tensors> upper;    // gradients of the layers above the first
  AlignedBuffer<double> losses;  // [chunk_rows]
  int64_t correct = 0;
};

struct Shared {
  Shared(const Shape& shape, const SampleKernels& kernels, int threads);

  // Makes room for batches that are divided by samples, of as many chunks; throws std::bad_alloc.
  void reserve_slots(const Shape& shape, int64_t chunks);

  Barrier barrier;
  InputRows rows;
  std::vector<Tensors> upper_sums;  // gradients of the layers above the first, for batches of several chunks
  std::vector<Slot> slots;          // one a chunk that is in work
};

}  // namespace weft::cpu::fused
