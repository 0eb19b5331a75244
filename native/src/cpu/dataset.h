// A data set in the CPU's memory, and how a batch is read from it.
#pragma once

#include "backend.h"
#include "cpu/aligned_buffer.h"
#include "cpu/kernels.h"

namespace weft::cpu {

class CpuDataset final : public Dataset {
 public:
  explicit CpuDataset(const DatasetSource& source);

  int64_t samples() const override { return samples_; }
  int32_t width() const override { return width_; }
  int32_t classes() const override { return classes_; }
  int32_t target_width() const override { return target_width_; }

  // Row `sample` as floats to x [width]; pixels are scaled by 1 / 255.
  void read_features(const Kernels& kernels, int64_t sample, float* x) const;

  // Whether features are uint8, to be read with pixels(), or floats, to be read with values().
  bool is_uint8() const override { return pixels_.size() > 0; }
  const uint8_t* pixels(int64_t sample) const { return pixels_.data() + sample * width_; }
  const float* values(int64_t sample) const { return values_.data() + sample * width_; }

  // Where a sample's features begin, and how long they are, to fetch them ahead.
  const char* address(int64_t sample) const {
    return is_uint8() ? reinterpret_cast<const char*>(pixels(sample)) : reinterpret_cast<const char*>(values(sample));
  }
  int64_t row_bytes() const { return is_uint8() ? width_ : width_ * static_cast<int64_t>(sizeof(float)); }

  // Target row to t [outputs]: one-hot of the label, the label itself of one output, or the row of targets.
  void read_targets(int64_t sample, int32_t outputs, float* t) const;

  // The class of a sample; only with labels.
  int32_t label(int64_t sample) const { return labels_.data()[sample]; }

 private:
  int64_t samples_;
  int32_t width_;
  int32_t classes_;
  int32_t target_width_;
  AlignedBuffer<uint8_t> pixels_;
  AlignedBuffer<float> values_;
  AlignedBuffer<int32_t> labels_;
  AlignedBuffer<float> targets_;
};

}  // namespace weft::cpu
