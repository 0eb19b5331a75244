// What a chunk of samples is compared with: its targets, its loss, and how many samples are classified right.
#pragma once

#include <array>

#include "cpu/fused/slice.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

class Targets {
 public:
  Targets(const Shape& shape, const DenseKernels& kernels);

  // Of the samples `order`, chunk_rows at most; class_weights may be null.
  void read(const CpuDataset& dataset, const int32_t* order, int64_t rows, const float* class_weights);
  // Each row's loss, and where not null the gradient of the loss times `scale` by the logits; both are one block.
  void loss(int64_t rows, const float* logits, float scale, float* dlogits, double* row_losses) const;
  // Rows whose logits tell the right class; all are added to counts [true class, predicted class], where not null.
  int64_t count_correct(int64_t rows, const float* logits, int64_t* confusion) const;

 private:
  const Shape& shape_;
  const DenseKernels& kernels_;
  AlignedBuffer<float> targets_;
  AlignedBuffer<float> weights_;
  std::array<int32_t, chunk_rows> truth_;
};

}  // namespace weft::cpu::fused
