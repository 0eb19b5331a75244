// A network in the CPU's memory: its architecture, and the path that computes it. Callers take turns here.
#pragma once

#include "cpu/context.h"
#include "cpu/path.h"

namespace weft::cpu {

class CpuNetwork final : public Network {
 public:
  // The path is the fused one where the architecture fits it, unless the context forces one; throws
  // WEFT_INVALID_ARGUMENT where the fused one is forced on a network that does not fit.
  CpuNetwork(std::shared_ptr<CpuContext> context, const Architecture& architecture, Span<const uint64_t> seeds);

  const Architecture& architecture() const override { return architecture_; }
  int32_t replicas() const override { return replicas_; }
  int32_t path() const override { return path_code_; }
  void read(int32_t replica, int32_t state, Span<float> values) override;
  void write(int32_t replica, int32_t state, Span<const float> values) override;
  int64_t step(int32_t replica) override;
  void set_step(int32_t replica, int64_t step) override;
  void train(const Dataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) override;
  void evaluate(int32_t replica, const Dataset& dataset, int64_t first, int64_t count,
                EvaluationResult& result) override;
  void predict(int32_t replica, const Dataset& dataset, int64_t first, int64_t count, float* outputs) override;
  void predict_rows(int32_t replica, const float* features, int64_t rows, float* outputs) override;

 private:
  std::shared_ptr<CpuContext> context_;
  Architecture architecture_;
  int32_t replicas_;
  int32_t path_code_;
  std::unique_ptr<Path> path_;
};

}  // namespace weft::cpu
