// A data set in a device's memory, uploaded once.
#pragma once

#include "backend.h"
#include "cuda/context.h"
#include "cuda/run.h"

namespace weft::cuda {

class CudaDataset final : public Dataset {
 public:
  CudaDataset(std::shared_ptr<CudaContext> context, const DatasetSource& source);

  int64_t samples() const override { return samples_.samples; }
  int32_t width() const override { return samples_.width; }
  int32_t classes() const override { return classes_; }
  int32_t target_width() const override { return target_width_; }
  bool is_uint8() const override { return samples_.pixels != nullptr; }

  // Where kernels find it.
  const Samples& resident() const { return samples_; }

 private:
  std::shared_ptr<CudaContext> context_;
  int32_t classes_;
  int32_t target_width_;
  DeviceArray<char> features_;
  DeviceArray<int32_t> labels_;
  DeviceArray<float> targets_;
  Samples samples_{};
};

}  // namespace weft::cuda
