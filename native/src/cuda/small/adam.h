// The Adam update of one parameter, in the fewest instructions that stay within 2 ulp of the exact formula: estimates
// of square root and reciprocal that are within 1 ulp each, where exact ones would take longer than the gradient
// itself.
#pragma once

#include <math.h>

#include "cuda/device/body.h"
#include "step_constants.h"

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

WEFT_BODY void update_parameter(const AdamStep& adam, float g, float& w, float& m, float& v) {
  m = fmaf(g - m, adam.keep1, m);
  v = fmaf(fmaf(g, g, -v), adam.keep2, v);
  w = fmaf(-adam.step_size * m, reciprocal(square_root(v) + adam.epsilon), w);
}

}  // namespace weft::cuda::small
