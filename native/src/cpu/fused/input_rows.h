// The rows that training reads in place of the data set's, where those are pixels that are shifted or masked: pixels
// come of it again, so the first layer's kernels for uint8 take them, forward and backward. The threads of a team share
// the work, a slice at a time, before they train on it. Whatever else is done to pixels while training belongs here.
//
// What costs of masking is the generator, 784 draws a sample, which is why it has vectors of its own
// (cpu/vector_philox.h). With AVX-512 an epoch of 784-32-32-10 at batch 64 takes 1.35 times as long as without masking;
// with samples staged as floats it took 4.4 times as long. Shifted images take 1.10 times as long, both 1.38 times.
#pragma once

#include "cpu/fused/shape.h"
#include "cpu/fused/slice.h"

namespace weft::cpu::fused {

class InputRows {
 public:
  // Samples of a slice, one batch at least: what is written is still in the second-level cache when it is read.
  static constexpr int64_t most_samples = 256;

  InputRows(const LayerShape& first, const SampleKernels& kernels) : first_(first), kernels_(kernels) {}

  // Whether training reads rows of its own of a data set.
  static bool wanted(const LayerShape& first, const CpuDataset& dataset, const weft_shift& shift) {
    return first.masks_rows(dataset.is_uint8()) || shift.pixels > 0;
  }

  // Makes room for a slice of so many samples; throws std::bad_alloc.
  void reserve(int64_t samples);

  // The thread's share of the slice's rows.
  void write(const Slice& slice, Share share);

  // That of the sample at `position` in the slice's order.
  const uint8_t* row(int64_t position) const { return rows_.data() + position * pitch(); }

 private:
  int64_t pitch() const { return (first_.in + 63) / 64 * 64; }

  const LayerShape& first_;
  const SampleKernels& kernels_;
  AlignedBuffer<uint8_t> rows_;
};

}  // namespace weft::cpu::fused
