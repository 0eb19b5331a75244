// The single operations of weft.h on a device: copied in, computed by the kernels that train, copied out.
#pragma once

#include "backend.h"

namespace weft::cuda {

class CudaContext;

class CudaOperations final : public Operations {
 public:
  explicit CudaOperations(CudaContext& context) : context_(context) {}

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

 private:
  CudaContext& context_;
};

}  // namespace weft::cuda
