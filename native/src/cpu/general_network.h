// A network on the general path: any depth, width and batch size, in matrix products of OpenBLAS.
#pragma once

#include <vector>

#include "cpu/network.h"
#include "cpu/pass.h"

namespace weft::cpu {

class GeneralNetwork final : public CpuNetwork {
 public:
  GeneralNetwork(std::shared_ptr<CpuContext> context, const Architecture& architecture, Span<const uint64_t> seeds);

  int32_t replicas() const override { return static_cast<int32_t>(replicas_.size()); }
  int32_t path() const override { return WEFT_PATH_GENERAL; }
  void read(int32_t replica, int32_t state, Span<float> values) override;
  void write(int32_t replica, int32_t state, Span<const float> values) override;
  bool has_average(int32_t replica) override;
  int64_t step(int32_t replica) override;
  void set_step(int32_t replica, int64_t step) override;
  void set_seed(int32_t replica, uint64_t seed) override;
  void train(const Dataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) override;
  void evaluate(int32_t replica, const Dataset& dataset, int64_t first, int64_t count,
                EvaluationResult& result) override;
  void predict(int32_t replica, const Dataset& dataset, int64_t first, int64_t count, float* outputs) override;
  void predict_rows(int32_t replica, const float* features, int64_t rows, float* outputs) override;

 private:
  struct Replica {
    uint64_t seed;
    int64_t step;
    AlignedBuffer<float> parameters;
    AlignedBuffer<float> first_moments;
    AlignedBuffer<float> second_moments;
    AlignedBuffer<float> average;  // empty where there is none

    // Of WEFT_AVERAGE what evaluation and prediction take.
    AlignedBuffer<float>& state(int32_t which);
    // Begins an average as the parameters are, unless there is one; or ends it.
    void set_average(bool wanted);
  };

  void train_replica(Replica& replica, const CpuDataset& dataset, int64_t samples, int32_t batch_size,
                     weft_training_plan& plan);
  void update(Replica& replica, const OptimizerStep& step);
  int64_t chunk_rows() const;
  Replica& replica(int32_t index) { return replicas_[static_cast<std::size_t>(index)]; }

  std::vector<Replica> replicas_;
  AlignedBuffer<float> gradients_;
  Pass pass_;
};

}  // namespace weft::cpu
