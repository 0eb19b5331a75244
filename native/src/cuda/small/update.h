// The update of one parameter, in the fewest instructions that stay within 2 ulp of the exact formula: estimates
// of square root and reciprocal that are within 1 ulp each, where exact ones would take longer than the gradient
// itself.
#pragma once

#include <math.h>

#include "cuda/device/body.h"
#include "math/optimizer.h"

namespace weft::cuda::small {

WEFT_BODY float square_root(float x) {
#ifdef __CUDA_ARCH__
  float root;
  asm("sqrt.approx.ftz.f32 %0, %1;" : "=f"(root) : "f"(x));
  return root;
#else
  return sqrtf(x);
#endif
}

WEFT_BODY float reciprocal(float x) {
#ifdef __CUDA_ARCH__
  float inverse;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(inverse) : "f"(x));
  return inverse;
#else
  return 1.0f / x;
#endif
}

struct UpdateMath {
  static WEFT_BODY float multiply_add(float a, float b, float c) { return fmaf(a, b, c); }
  static WEFT_BODY float subtract_quotient(float w, float n, float v, float epsilon) {
    return fmaf(-n, reciprocal(square_root(v) + epsilon), w);
  }
};

template <Tensor tensor>
WEFT_BODY void update_parameter(const OptimizerStep& step, float g, float& w, float& m, float& v) {
  update_parameters<tensor, UpdateMath>(step, g, w, m, v);
}

}  // namespace weft::cuda::small
