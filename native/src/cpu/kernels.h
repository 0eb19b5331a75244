// The element-wise kernels of the CPU backend. kernels.cpp is compiled once an instruction set; each gives a table.
//
// No kernel knows of threads: callers cut the work so that each output element is computed by one call, with its sum in
// one order.
#pragma once

#include <stdint.h>

#include "dropout.h"
#include "math/activation.h"
#include "math/loss.h"
#include "math/optimizer.h"
#include "weft/weft.h"

namespace weft::cpu {

using weft::DropoutMask;

// A loss over rows [rows, width]. scale is 1 / (samples of the whole batch), so that the gradient is that of the mean.
struct LossRows {
  int64_t rows;
  int64_t width;
  const float* logits;
  const float* targets;
  const float* weights;  // [rows]
  float scale;
  float* outputs;      // result [rows, width]: probabilities; unused where outputs are linear
  float* dlogits;      // result [rows, width], or null where no gradient is wanted
  double* row_losses;  // result [rows]: weighted
};

struct Kernels {
  // out = in / 255.
  void (*scale_pixels)(int64_t count, const uint8_t* in, float* out);
  // Each row of z [rows, width] becomes bias [width].
  void (*fill_rows)(int64_t rows, int64_t width, const float* bias, float* z);
  // sums[c] = the sum over rows of column c, for `columns` columns of a matrix whose rows lie `stride` floats apart.
  void (*column_sums)(int64_t rows, int64_t columns, int64_t stride, const float* matrix, float* sums);
  // y = activation(z); y may be z.
  void (*activation_forward)(const Activation* activation, int64_t count, const float* z, float* y);
  // dz = dy activation'(z); z may be null for an activation that does not need it; dz may be dy.
  void (*activation_backward)(const Activation* activation, int64_t count, const float* z, const float* y,
                              const float* dy, float* dz);
  // y = x mask / (1 - rate) for the elements first to first + count - 1 of the layer's input; x and y point to the
  // first of them, which is a multiple of 4; y may be x.
  void (*dropout)(const DropoutMask* mask, int64_t first, int64_t count, const float* x, float* y);
  // y = output(z), both [rows, width].
  void (*output)(OutputFunction function, int64_t rows, int64_t width, const float* z, float* y);
  void (*loss)(Loss loss, const LossRows* rows);
  // The update of a tensor's elements, and of their average where it is not null.
  void (*update)(Tensor tensor, const OptimizerStep* step, int64_t count, const float* g, float* w, float* m, float* v,
                 float* average);
};

// The table of an instruction set that this build has and this machine too.
const Kernels& kernels_for(int32_t isa);

}  // namespace weft::cpu
