// A network in a device's memory: its architecture, its replicas' state, and the ways to train it. Callers take turns
// here.
#pragma once

#include <atomic>
#include <optional>

#include "cuda/context.h"
#include "cuda/general_trainer.h"
#include "cuda/inference.h"
#include "cuda/small_trainer.h"

namespace weft::cuda {

class CudaNetwork final : public Network {
 public:
  // Throws WEFT_INVALID_ARGUMENT where the context forces a path that the network does not fit.
  CudaNetwork(std::shared_ptr<CudaContext> context, const Architecture& architecture, Span<const uint64_t> seeds);

  const Architecture& architecture() const override { return architecture_; }
  int32_t replicas() const override { return replicas_; }
  // Of pixels in batches of 32 until it was trained, then of the last training.
  int32_t path() const override { return path_; }
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
  std::string name() const;
  // The next of the members, as many as may be; neighbours by number, where the general path strides over them.
  static Span<const Member> group_of(Span<const Member> members, bool neighbours, int64_t most);
  int64_t group_size(const std::optional<small::Plan>& plan, int64_t samples, int64_t rows, int64_t row_bytes) const;
  bool train_small(Device& device, const small::Plan& plan, const Samples& samples, const Group& group,
                   int64_t batch_size);
  void set_average(Device& device, int64_t replica, bool wanted);
  void train_general(Turn& turn, const Samples& samples, const Group& group, int64_t batch_size);

  std::shared_ptr<CudaContext> context_;
  Architecture architecture_;
  int32_t replicas_;
  std::atomic<int32_t> path_;
  std::optional<State> state_;
  Slice slice_;
  SmallTrainer small_;
  GeneralTrainer general_;
  Inference inference_;
};

}  // namespace weft::cuda
