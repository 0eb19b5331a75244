// The single operations of the ABI that go element by element; a thread each.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda {

struct Elementwise : KernelFacts {
  static constexpr int32_t threads = 256;

  enum Kind : int32_t { activation_forward, activation_backward, dropout };

  // Grid: x covers count elements.
  struct Args {
    Kind kind;
    Activation activation;
    DropoutMask mask;
    int64_t count;
    const float* x;   // z of an activation, x of dropout
    const float* y;   // backward
    const float* dy;  // backward
    float* result;
  };

  static constexpr bool meets = false;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    int64_t at = int64_t{block.index()} * threads + block.thread();
    if (at >= a.count) return;
    if (a.kind == activation_forward) {
      a.result[at] = activate<ElementMath>(a.activation, a.x[at]);
    } else if (a.kind == activation_backward) {
      a.result[at] = back_through<ElementMath>(a.activation, a.x[at], a.y[at], a.dy[at]);
    } else {
      a.result[at] = dropped(a.mask, at, a.x[at]);
    }
  }
};

}  // namespace weft::cuda
