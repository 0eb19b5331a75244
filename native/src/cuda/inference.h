// Forward passes outside training: evaluation and prediction of one replica, in chunks of rows. A sample's outputs do
// not depend on the chunk it is in.
#pragma once

#include "backend.h"
#include "cuda/pass.h"
#include "cuda/state.h"

namespace weft::cuda {

class Inference {
 public:
  explicit Inference(const Architecture& architecture) : architecture_(architecture), pass_(architecture, false) {}

  void evaluate(Device& device, const float* parameters, const Samples& samples, int64_t first, int64_t count,
                EvaluationResult& result);
  void predict(Device& device, const float* parameters, const Samples& samples, int64_t first, int64_t count,
               float* outputs);
  // features is [rows, inputs] in host memory.
  void predict_rows(Device& device, const float* parameters, const float* features, int64_t rows, float* outputs);

 private:
  int64_t chunk_rows(int64_t count) const;
  // Makes room for chunks of `rows` and sets out at sample `first`.
  Batch begin(Device& device, const float* parameters, const Samples& samples, int64_t first, int64_t rows);

  const Architecture& architecture_;
  Pass pass_;
  DeviceArray<ReplicaRun> run_;
  DeviceArray<Cursor> cursor_;
  DeviceArray<CloseBatch::Totals> totals_;
  DeviceArray<int64_t> confusion_;
  DeviceArray<float> rows_;
};

}  // namespace weft::cuda
