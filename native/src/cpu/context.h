// The CPU as a device: a thread team, kernels of one instruction set, OpenBLAS, and the lock by which callers take
// turns.
#pragma once

#include <mutex>

#include "backend.h"
#include "cpu/compute.h"
#include "cpu/floating_point_mode.h"

namespace weft::cpu {

class CpuContext final : public Context, private Operations {
 public:
  explicit CpuContext(const weft_context_options& options);

  void describe(weft_context_info& info) override;
  std::shared_ptr<Dataset> create_dataset(const DatasetSource& source) override;
  std::shared_ptr<Network> create_network(const Architecture& architecture, Span<const uint64_t> seeds) override;
  Operations& operations() override { return *this; }

  Compute& compute() { return compute_; }
  int32_t instruction_set() const { return instruction_set_; }
  int32_t path() const { return path_; }

 private:
  friend class Turn;

  void dense_forward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel, const float* bias,
                     float* z) override;
  void dense_backward(int32_t batch, int32_t in, int32_t out, const float* x, const float* kernel, const float* dz,
                      float* dx, float* dkernel, float* dbias) override;
  void activation_forward(Activation activation, int64_t count, const float* z, float* y) override;
  void activation_backward(Activation activation, int64_t count, const float* z, const float* y, const float* dy,
                           float* dz) override;
  void dropout(float rate, uint64_t seed, uint32_t layer, uint32_t step, int64_t count, const float* x,
               float* y) override;
  double loss(Loss loss, int32_t batch, int32_t width, const float* logits, const float* targets, const float* weights,
              float* outputs, float* dlogits) override;
  void update(const weft_optimizer& optimizer, float learning_rate, int64_t step, int64_t count, const float* gradients,
              float* parameters, float* first_moments, float* second_moments) override;

  int32_t instruction_set_;
  int32_t path_;  // that networks are forced to take, or WEFT_PATH_AUTO
  std::mutex mutex_;
  Compute compute_;
};

// A caller's turn on a context: nobody else computes on it, and subnormals are flushed in the caller's thread.
class Turn {
 public:
  explicit Turn(CpuContext& context) : lock_(context.mutex_) {}

 private:
  std::lock_guard<std::mutex> lock_;
  FlushSubnormals flush_;
};

// Throws WEFT_INVALID_ARGUMENT or WEFT_UNAVAILABLE where the options cannot be met.
std::shared_ptr<Context> open(const weft_context_options& options);

}  // namespace weft::cpu
