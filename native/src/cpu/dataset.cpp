#include "cpu/dataset.h"

#include <algorithm>
#include <cstring>

namespace weft::cpu {
namespace {

template <typename T>
AlignedBuffer<T> copy_of(const T* values, std::size_t count) {
  AlignedBuffer<T> buffer(count);
  if (count > 0) std::memcpy(buffer.data(), values, count * sizeof(T));
  return buffer;
}

}  // namespace

CpuDataset::CpuDataset(const DatasetSource& source)
    : samples_(source.samples),
      width_(source.width),
      classes_(source.classes),
      target_width_(source.target_width),
      labels_(copy_of(source.labels.data, source.labels.size)),
      targets_(copy_of(source.targets.data, source.targets.size)) {
  std::size_t elements = static_cast<std::size_t>(samples_) * static_cast<std::size_t>(width_);
  if (source.feature_type == WEFT_UINT8) {
    pixels_ = copy_of(static_cast<const uint8_t*>(source.features), elements);
  } else {
    values_ = copy_of(static_cast<const float*>(source.features), elements);
  }
}

void CpuDataset::read_features(const Kernels& kernels, int64_t sample, float* x) const {
  if (pixels_.size() > 0) {
    kernels.scale_pixels(width_, pixels_.data() + sample * width_, x);
  } else {
    std::memcpy(x, values_.data() + sample * width_, static_cast<std::size_t>(width_) * sizeof(float));
  }
}

void CpuDataset::read_targets(int64_t sample, int32_t outputs, float* t) const {
  if (target_width_ > 0) {
    std::memcpy(t, targets_.data() + sample * target_width_, static_cast<std::size_t>(target_width_) * sizeof(float));
  } else if (outputs == 1) {
    t[0] = static_cast<float>(label(sample));
  } else {
    std::fill(t, t + outputs, 0.0f);
    t[label(sample)] = 1.0f;
  }
}

}  // namespace weft::cpu
