// The layers above the first, which every block computes in full, each with its own copy of the parameters; since all
// do the same in the same order, the copies stay bitwise equal.
//
// Each output is one chain of products in the order of its index, whatever tile it belongs to, so tiles only decide
// speed: rows of 4 and some columns a thread where there are many outputs, one output a thread where there are few.
#pragma once

#include "cuda/small/first_layer.h"

namespace weft::cuda::small {

// rows x columns of outputs from (row, column) on, columns `distance` apart.
template <int rows, int columns, class Frame>
WEFT_BODY void forward_tile(const Frame& frame, int i, int parity, int row, int column, int distance) {
  const UpperLayer& layer = frame.shape.upper[i];
  Shared<float> x = frame.view(layer.inputs[parity]);
  Shared<float> kernel = frame.view(layer.kernels[0]);
  Shared<float> bias = frame.view(layer.biases);
  Registers<Registers<float, rows>, columns> sum;
  Registers<int, columns> at;
  for (int c = 0; c < columns; c++) {
    // Columns beyond the last are computed like it, and not stored.
    at[c] = smaller(column + c * distance, layer.out - 1);
    for (int r = 0; r < rows; r++) sum[c][r] = bias[at[c]];
  }
  WEFT_UNROLL_BY(8)
  for (int k = 0; k < layer.in; k++) {
    Pack<float, rows> input = x.template load<rows>(k * row_pitch + row);
    for (int c = 0; c < columns; c++) {
      float w = kernel[k * layer.pitch + at[c]];
      for (int r = 0; r < rows; r++) sum[c][r] = fmaf(input[r], w, sum[c][r]);
    }
  }
  for (int c = 0; c < columns; c++) {
    if (column + c * distance >= layer.out) continue;
    int to = at[c] * row_pitch + row;
    Pack<float, rows> z;
    Pack<float, rows> y;
    for (int r = 0; r < rows; r++) {
      z[r] = sum[c][r];
      y[r] = activate<ElementMath>(layer.activation, z[r]);
    }
    if (layer.saved.count > 0) {
      frame.view(layer.saved).template store<rows>(to, needs_z(layer.activation) ? z : y);
    }
    if (layer.output_factors.count > 0) {
      Pack<float, rows> factors = frame.view(layer.output_factors).template load<rows>(to);
      for (int r = 0; r < rows; r++) y[r] *= factors[r];
    }
    frame.view(layer.outputs).template store<rows>(to, y);
  }
}

// Items of tiles of 4 rows: 8 groups of rows times 4 columns a warp, neighbouring lanes sharing the rows.
template <int columns, class Frame>
WEFT_BODY void forward_tiles(const Frame& frame, const Chunk& chunk, int i, int parity) {
  int distance = (frame.shape.upper[i].out + 4 * columns - 1) / (4 * columns) * 4;
  for (int item = frame.thread; item < distance * 8; item += frame.threads) {
    int group = item / 4 % 8;
    if (group < chunk.groups()) {
      forward_tile<4, columns>(frame, i, parity, 4 * group, item / 32 * 4 + item % 4, distance);
    }
  }
}

template <class Frame>
WEFT_BODY void forward_upper(const Frame& frame, const Chunk& chunk, int i, int parity) {
  int out = frame.shape.upper[i].out;
  if (out * chunk_rows <= frame.threads) {
    if (frame.thread < out * chunk_rows && frame.lane() < 4 * chunk.groups()) {
      forward_tile<1, 1>(frame, i, parity, frame.lane(), frame.warp(), 1);
    }
  } else if (out * 8 <= frame.threads) {
    forward_tiles<1>(frame, chunk, i, parity);
  } else {
    forward_tiles<2>(frame, chunk, i, parity);
  }
}

// The gradient by the linear output of the layer below upper layer `i`: of its output `feature` of that layer (of the
// first layer: of own column `feature`), some rows.
template <int rows, class Frame>
WEFT_BODY void backward_tile(const Frame& frame, int i, int parity, int row, int feature) {
  const UpperLayer& layer = frame.shape.upper[i];
  int k = i == 0 ? frame.first_column + feature : feature;
  Shared<float> dz = frame.view(layer.dz);
  Shared<float> kernel = frame.view(layer.kernels[0]);
  Pack<float, rows> dx;
  for (int r = 0; r < rows; r++) dx[r] = 0;
  WEFT_UNROLL_BY(8)
  for (int c = 0; c < layer.out; c++) {
    Pack<float, rows> d = dz.template load<rows>(c * row_pitch + row);
    float w = kernel[k * layer.pitch + c];
    for (int r = 0; r < rows; r++) dx[r] = fmaf(d[r], w, dx[r]);
  }
  if (layer.dropout.drop_below != 0) {
    Pack<float, rows> factors = frame.view(layer.factors).template load<rows>(k * row_pitch + row);
    for (int r = 0; r < rows; r++) dx[r] *= factors[r];
  }
  Pack<float, rows> saved;
  if (i == 0) {
    saved = first_saved(frame, feature, parity).template load<rows>(row);
  } else {
    saved = frame.view(layer.below_saved).template load<rows>(k * row_pitch + row);
  }
  for (int r = 0; r < rows; r++) dx[r] = back_through<ElementMath>(layer.below_activation, saved[r], saved[r], dx[r]);
  Shared<float> to = frame.view(layer.below_dz[parity]);
  if (i == 0) {
    for (int r = 0; r < rows; r++) to.set((row + r) * frame.shape.first.columns + feature, dx[r]);
  } else {
    to.template store<rows>(k * row_pitch + row, dx);
  }
}

template <class Frame>
WEFT_BODY void backward_upper(const Frame& frame, const Chunk& chunk, int i, int parity) {
  int features = i == 0 ? frame.columns : frame.shape.upper[i].in;
  if (features * chunk_rows <= frame.threads) {
    if (frame.warp() < features && frame.lane() < 4 * chunk.groups()) {
      backward_tile<1>(frame, i, parity, frame.lane(), frame.warp());
    }
    return;
  }
  for (int item = frame.thread; item < (features + 3) / 4 * 32; item += frame.threads) {
    int group = item / 4 % 8;
    int feature = item / 32 * 4 + item % 4;
    if (group < chunk.groups() && feature < features) backward_tile<4>(frame, i, parity, 4 * group, feature);
  }
}

// Tiles of 4 inputs x 4 columns of a kernel's gradient, in blocks of 8 x 4 a warp.
WEFT_BODY int update_tiles(const UpperLayer& layer) { return (layer.in + 31) / 32 * ((layer.out + 15) / 16) * 32; }

// The gradient of such a tile: calls use(input, column, gradient) for each of its elements. Inputs and columns of a
// tile are far apart and those of neighbouring lanes are neighbours, which meet no bank twice.
template <class Frame, class Use>
WEFT_BODY void tile_gradient(const Frame& frame, const Chunk& chunk, int i, int parity, int item, const Use& use) {
  constexpr int size = 4;
  const UpperLayer& layer = frame.shape.upper[i];
  Shared<float> x = frame.view(layer.inputs[parity]);
  Shared<float> dz = frame.view(layer.dz);
  int input_distance = (layer.in + 31) / 32 * 8;
  int column_distance = (layer.out + 15) / 16 * 4;
  int warp_tile = item / 32;
  int first_input = warp_tile % (input_distance / 8) * 8 + item % 32 / 4;
  int first_column = warp_tile / (input_distance / 8) * 4 + item % 4;
  Registers<int, size> inputs;
  Registers<int, size> columns;
  for (int t = 0; t < size; t++) {
    inputs[t] = smaller(first_input + t * input_distance, layer.in - 1);
    columns[t] = smaller(first_column + t * column_distance, layer.out - 1);
  }
  Registers<Registers<float, size>, size> g = {};
  WEFT_UNROLL_BY(1)
  for (int row = 0; row < 4 * chunk.groups(); row += 4) {
    Registers<Pack<float, 4>, size> a;
    Registers<Pack<float, 4>, size> d;
    for (int t = 0; t < size; t++) {
      a[t] = x.template load<4>(inputs[t] * row_pitch + row);
      d[t] = dz.template load<4>(columns[t] * row_pitch + row);
    }
    for (int r = 0; r < 4; r++) {
      for (int k = 0; k < size; k++) {
        for (int c = 0; c < size; c++) g[k][c] = fmaf(a[k][r], d[c][r], g[k][c]);
      }
    }
  }
  for (int k = 0; k < size; k++) {
    for (int c = 0; c < size; c++) {
      if (first_input + k * input_distance >= layer.in || first_column + c * column_distance >= layer.out) continue;
      use(inputs[k], columns[c], g[k][c]);
    }
  }
}

// Where the average of an upper layer's parameters from `first` on is, which the first block of a cluster keeps for
// all: null where there is none, and in the other blocks.
template <class Frame>
WEFT_BODY float* upper_average(const Frame& frame, int64_t first) {
  return frame.rank == 0 && frame.run.average != nullptr ? frame.run.average + first : nullptr;
}

// With the batch's last chunk, the update of such a tile.
template <class Frame>
WEFT_BODY void update_tile(const Frame& frame, const Chunk& chunk, int i, int parity, const OptimizerStep& constants,
                           int item) {
  const UpperLayer& layer = frame.shape.upper[i];
  Shared<float> kernel = frame.view(layer.kernels[0]);
  Shared<float> first_moments = frame.view(layer.kernels[1]);
  Shared<float> second_moments = frame.view(layer.kernels[2]);
  Shared<float> sums = frame.view(layer.kernels[3]);
  bool whole = chunk.begins() && chunk.ends();
  float* average = upper_average(frame, layer.kernel);
  tile_gradient(frame, chunk, i, parity, item, [&](int input, int column, float g) {
    int at = input * layer.pitch + column;
    // A batch of one chunk, as most are, passes one test.
    if (!whole) {
      if (!chunk.begins()) g += sums[at];
      if (!chunk.ends()) {
        sums.set(at, g);
        return;
      }
    }
    float w = kernel[at];
    float m = first_moments[at];
    float v = second_moments[at];
    update_parameter<Tensor::kernel>(constants, g, w, m, v);
    kernel.set(at, w);
    first_moments.set(at, m);
    second_moments.set(at, v);
    if (average != nullptr) update_average<UpdateMath>(constants.average_keep, w, average[input * layer.out + column]);
  });
}

template <class Frame>
WEFT_BODY float upper_bias_gradient(const Frame& frame, const Chunk& chunk, int i, int column) {
  Shared<float> dz = frame.view(frame.shape.upper[i].dz);
  float g = 0;
  for (int group = 0; group < chunk.groups(); group++) {
    Pack<float, 4> d = dz.template load<4>(column * row_pitch + 4 * group);
    for (int r = 0; r < 4; r++) g += d[r];
  }
  return g;
}

template <class Frame>
WEFT_BODY void update_upper_bias(const Frame& frame, const Chunk& chunk, int i, const OptimizerStep& constants,
                                 int column) {
  const UpperLayer& layer = frame.shape.upper[i];
  float g = upper_bias_gradient(frame, chunk, i, column);
  float* average = upper_average(frame, layer.bias + column);
  update_bias(chunk, constants, frame.view(layer.biases), layer.out, column, g, average);
}

}  // namespace weft::cuda::small
