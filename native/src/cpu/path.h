// How a network is computed on the CPU. There are two ways: the general path, any network in matrix products of
// OpenBLAS (general_path.h), and the fused path, narrow networks in loops of our own (fused/path.h). Both keep the same
// contract.
#pragma once

#include <memory>

#include "backend.h"
#include "cpu/compute.h"
#include "cpu/dataset.h"

namespace weft::cpu {

class Path {
 public:
  virtual ~Path() = default;
  virtual void read(int32_t replica, int32_t state, Span<float> values) = 0;
  virtual void write(int32_t replica, int32_t state, Span<const float> values) = 0;
  virtual int64_t step(int32_t replica) = 0;
  virtual void set_step(int32_t replica, int64_t step) = 0;
  virtual void train(const CpuDataset& dataset, int64_t samples, int32_t batch_size,
                     Span<weft_training_plan> plans) = 0;
  virtual void evaluate(int32_t replica, const CpuDataset& dataset, int64_t first, int64_t count,
                        EvaluationResult& result) = 0;
  virtual void predict(int32_t replica, const CpuDataset& dataset, int64_t first, int64_t count, float* outputs) = 0;
  virtual void predict_rows(int32_t replica, const float* features, int64_t rows, float* outputs) = 0;
};

}  // namespace weft::cpu
