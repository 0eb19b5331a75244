// What the threads of the fused path share while they train, all of it made before they start.
#pragma once

#include <vector>

#include "cpu/fused/barrier.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

// What a chunk leaves behind that is divided by samples: one thread writes it, then all read it.
struct Slot {
  AlignedBuffer<float> x;        // the chunk's samples, where they are not read from the dataset directly
  AlignedBuffer<float> dz;       // the gradient by the first layer's linear output
  std::vector<Tensors> above;    // gradients of the layers above the first
  AlignedBuffer<double> losses;  // [chunk_rows]
  int64_t rows = 0;
  int64_t correct = 0;
};

struct Shared {
  Shared(const Shape& shape, int threads);

  // Makes room for batches that are divided by samples, of as many chunks; throws std::bad_alloc.
  void reserve_slots(const Shape& shape, int64_t chunks, bool staged);

  Barrier barrier;
  // For batches of several chunks: the first layer's gradient, and those of the layers above.
  Tensors sums;
  std::vector<Tensors> sums_above;
  AlignedBuffer<float> activations[2];  // of the first layer, divided by columns
  std::vector<Slot> slots;              // divided by samples: one a chunk that is in work
};

}  // namespace weft::cpu::fused
