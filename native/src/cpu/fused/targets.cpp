#include "cpu/fused/targets.h"

#include "cpu/class_of.h"

namespace weft::cpu::fused {

Targets::Targets(const Shape& shape, const DenseKernels& kernels)
    : shape_(shape), kernels_(kernels), targets_(block()), weights_(static_cast<std::size_t>(chunk_rows)) {}

void Targets::read(const CpuDataset& dataset, const int32_t* order, int64_t rows, const float* class_weights) {
  int32_t width = static_cast<int32_t>(shape_.last().out);
  for (int64_t row = 0; row < rows; row++) {
    float* target = targets_.data() + row * row_stride;
    dataset.read_targets(order[row], width, target);
    truth_[static_cast<std::size_t>(row)] =
        dataset.classes() > 0 ? dataset.label(order[row]) : class_of(target, width, 0.5f);
    weights_.data()[row] = class_weights == nullptr ? 1.0f : class_weights[dataset.label(order[row])];
  }
}

void Targets::loss(int64_t rows, const float* logits, float scale, float* dlogits, double* row_losses) const {
  BlockLoss task{shape_.loss,     rows,  shape_.last().out, logits,    targets_.data(),
                 weights_.data(), scale, dlogits,           row_losses};
  kernels_.loss(&task);
}

int64_t Targets::count_correct(int64_t rows, const float* logits, int64_t* confusion) const {
  if (shape_.classes == 0) return 0;
  int64_t correct = 0;
  for (int64_t row = 0; row < rows; row++) {
    int32_t truth = truth_[static_cast<std::size_t>(row)];
    int32_t predicted = class_of(logits + row * row_stride, shape_.last().out, 0.0f);
    correct += truth == predicted;
    if (confusion != nullptr) confusion[truth * shape_.classes + predicted]++;
  }
  return correct;
}

}  // namespace weft::cpu::fused
