// The single operations of the C ABI.
#include "error.h"
#include "math/optimizer.h"
#include "registry.h"
#include "weft/weft.h"

using weft::guarded;
using weft::require;

namespace {

void require_matrix(const char* name, int32_t size) {
  require(size >= 1 && size <= WEFT_MAX_WIDTH, name, " is ", size, ", expected 1 to ", WEFT_MAX_WIDTH);
}

void require_pointer(const char* name, const void* pointer) { require(pointer != nullptr, name, " is null"); }

void require_count(int64_t count) { require(count >= 0, "count is ", count, ", expected 0 or more"); }

}  // namespace

extern "C" {

weft_status weft_dense_forward(weft_context context, int32_t batch, int32_t in, int32_t out, const float* x,
                               const float* kernel, const float* bias, float* z) {
  return guarded([&] {
    auto owner = weft::contexts().find(context);
    require_matrix("batch", batch);
    require_matrix("in", in);
    require_matrix("out", out);
    require_pointer("x", x);
    require_pointer("kernel", kernel);
    require_pointer("bias", bias);
    require_pointer("z", z);
    owner->operations().dense_forward(batch, in, out, x, kernel, bias, z);
  });
}

weft_status weft_dense_backward(weft_context context, int32_t batch, int32_t in, int32_t out, const float* x,
                                const float* kernel, const float* dz, float* dx, float* dkernel, float* dbias) {
  return guarded([&] {
    auto owner = weft::contexts().find(context);
    require_matrix("batch", batch);
    require_matrix("in", in);
    require_matrix("out", out);
    require_pointer("x", x);
    require_pointer("kernel", kernel);
    require_pointer("dz", dz);
    require_pointer("dkernel", dkernel);
    require_pointer("dbias", dbias);
    owner->operations().dense_backward(batch, in, out, x, kernel, dz, dx, dkernel, dbias);
  });
}

weft_status weft_activation_forward(weft_context context, int32_t activation, float parameter, int64_t count,
                                    const float* z, float* y) {
  return guarded([&] {
    auto owner = weft::contexts().find(context);
    require_count(count);
    require_pointer("z", z);
    require_pointer("y", y);
    owner->operations().activation_forward(weft::activation_of(activation, parameter), count, z, y);
  });
}

weft_status weft_activation_backward(weft_context context, int32_t activation, float parameter, int64_t count,
                                     const float* z, const float* y, const float* dy, float* dz) {
  return guarded([&] {
    auto owner = weft::contexts().find(context);
    require_count(count);
    require_pointer("z", z);
    require_pointer("y", y);
    require_pointer("dy", dy);
    require_pointer("dz", dz);
    owner->operations().activation_backward(weft::activation_of(activation, parameter), count, z, y, dy, dz);
  });
}

weft_status weft_dropout(weft_context context, float rate, uint64_t seed, uint32_t layer, uint32_t step, int64_t count,
                         const float* x, float* y) {
  return guarded([&] {
    auto owner = weft::contexts().find(context);
    require(rate >= 0 && rate < 1, "rate is ", rate, ", expected [0, 1)");
    require_count(count);
    require_pointer("x", x);
    require_pointer("y", y);
    owner->operations().dropout(rate, seed, layer, step, count, x, y);
  });
}

weft_status weft_loss(weft_context context, int32_t loss_kind, int32_t batch, int32_t width, const float* logits,
                      const float* targets, const float* weights, float* outputs, float* dlogits, double* loss) {
  return guarded([&] {
    auto owner = weft::contexts().find(context);
    weft::Loss kind = weft::loss_of(loss_kind);
    require_matrix("batch", batch);
    require_matrix("width", width);
    require_pointer("logits", logits);
    require_pointer("targets", targets);
    require_pointer("weights", weights);
    if (weft::output_of(kind) != weft::OutputFunction::linear) require_pointer("outputs", outputs);
    require_pointer("dlogits", dlogits);
    require_pointer("loss", loss);
    *loss = owner->operations().loss(kind, batch, width, logits, targets, weights, outputs, dlogits);
  });
}

weft_status weft_optimizer_update(weft_context context, const weft_optimizer* optimizer, float learning_rate,
                                  int64_t step, int64_t count, const float* gradients, float* parameters,
                                  float* first_moments, float* second_moments) {
  return guarded([&] {
    auto owner = weft::contexts().find(context);
    require_pointer("optimizer", optimizer);
    weft::require_optimizer(*optimizer);
    require(step >= 1, "step is ", step, ", expected 1 or more");
    require_count(count);
    require_pointer("gradients", gradients);
    require_pointer("parameters", parameters);
    require_pointer("first_moments", first_moments);
    require_pointer("second_moments", second_moments);
    owner->operations().update(*optimizer, learning_rate, step, count, gradients, parameters, first_moments,
                               second_moments);
  });
}

}  // extern "C"
