// The kernels of the fused path, in tables of one instruction set each: DenseKernels, of layers whose input stands in
// blocks of floats (dense_kernels.cpp), and SampleKernels, of a first layer that reads samples where they lie
// (sample_kernels.cpp). Each call does one thread's part of one chunk of rows; none allocates, and none knows of other
// threads.
#pragma once

#include <stdint.h>

#include "cpu/kernels.h"

namespace weft::cpu::fused {

// The matrix that enters a product, [rows, depth], in one of two forms.
//
// Blocks of floats, each [chunk_rows][row_stride].
struct Blocks {
  const float* x;
  int64_t block_columns;  // columns of a block of x
};

// Rows of uint8 anywhere in memory, read as value / 255, and up to 16 bytes beyond their end.
struct Pixels {
  const void* const* rows;
};

// Memory that will be read soon: lines are fetched a few at a time between the tiles of other work, since a burst of
// hundreds would wait for the processor's few fill buffers.
struct Ahead {
  const void* const* rows;  // [count] addresses, `bytes` each
  int64_t count;
  int64_t bytes;
};

// z = x W + b on the panels first_panel to last_panel - 1, then the activation.
template <typename Source>
struct Forward {
  int64_t rows;
  int64_t depth;  // columns of x
  Source x;
  const float* panels;  // [panels][depth][lanes]
  const float* bias;    // [panels * lanes]
  int64_t first_panel;
  int64_t last_panel;
  Activation activation;  // one that does not need z
  float* y;               // result: one block
  Ahead ahead;
};

// dx = (dz W') activation'(y) on panels of the transposed kernel; y is the layer's input, an activation of that kind.
struct InputGradient {
  int64_t rows;
  int64_t depth;        // columns of dz
  const float* dz;      // one block
  const float* panels;  // of the transposed kernel: [panels][depth][lanes]
  int64_t first_panel;
  int64_t last_panel;
  Activation activation;
  const float* y;      // one block
  const float* scale;  // one block of dropout factors on dx, or null
  float* dx;           // result: one block
};

// What becomes of a gradient: added to memory, to be continued with the batch's next chunk, or used for the update.
enum class GradientUse : int32_t { begin_sum, add_to_sum, update, add_and_update };

// dW = x' dz on the panels first_panel to last_panel - 1 and the inputs first_input to last_input - 1, and where they
// begin with 0, db = column sums of dz.
template <typename Source>
struct KernelGradient {
  int64_t rows;
  int64_t depth;
  Source x;
  const float* dz;  // one block
  int64_t first_panel;
  int64_t last_panel;
  int64_t first_input;
  int64_t last_input;
  GradientUse use;
  const OptimizerStep* step;
  float* sums;       // [panels][depth][lanes], for batches of several chunks
  float* bias_sums;  // [panels * lanes]
  float* panels;     // parameters and moments, updated in place
  float* first_moments;
  float* second_moments;
  float* bias;
  float* bias_first_moments;
  float* bias_second_moments;
  float* average;       // of the parameters, or null
  float* bias_average;  // or null
  Ahead ahead;
};

// An output function of a block of logits.
struct BlockOutput {
  OutputFunction function;
  int64_t rows;
  int64_t width;
  const float* logits;
  float* outputs;  // result: one block
};

// A loss of a block of logits; results as in LossRows of cpu/kernels.h, but in blocks.
struct BlockLoss {
  Loss loss;
  int64_t rows;
  int64_t width;
  const float* logits;
  const float* targets;
  const float* weights;  // [rows]
  float scale;
  float* dlogits;  // or null; columns beyond the width become 0
  double* row_losses;
};

struct DenseKernels {
  int32_t lanes;
  void (*forward)(const Forward<Blocks>* task);
  void (*input_gradient)(const InputGradient* task);
  void (*kernel_gradient)(const KernelGradient<Blocks>* task);
  // What kernel_gradient does with a gradient once it is known, for `count` floats of it.
  void (*apply_gradient)(GradientUse use, Tensor tensor, const OptimizerStep& step, const float* gradient,
                         int64_t count, float* sums, float* parameters, float* first_moments, float* second_moments,
                         float* average);
  // to = from x mask / (1 - rate) for rows of a batch, blocks of columns each; the factors too, where not null.
  void (*dropout)(const DropoutMask* mask, int64_t first_row, int64_t rows, int64_t width, int64_t block_columns,
                  const float* from, float* to, float* factors);
  // The panels of W [in, out] as panels of its transpose.
  void (*transpose)(int64_t in, int64_t out, const float* panels, float* transposed);
  void (*output)(const BlockOutput* task);
  void (*loss)(const BlockLoss* task);
};

struct SampleKernels {
  void (*forward)(const Forward<Pixels>* task);
  void (*kernel_gradient)(const KernelGradient<Pixels>* task);
  // Zeros the pixels that a mask drops, of `width` that are its elements from `first_element` on.
  void (*mask_pixels)(const DropoutMask* mask, int64_t first_element, int64_t width, uint8_t* pixels);
  // A sample into row `row` of blocks of floats: pixels / 255, or floats as they are.
  void (*stage_pixels)(const uint8_t* sample, int64_t width, int64_t row, float* x);
  void (*stage_values)(const float* sample, int64_t width, int64_t row, float* x);
};

const DenseKernels& dense_kernels_for(int32_t isa);
const SampleKernels& sample_kernels_for(int32_t isa);

}  // namespace weft::cpu::fused
