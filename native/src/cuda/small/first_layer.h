// The first layer, of which a block owns some columns.
//
// Forward: a warp takes 16 rows, tile_columns columns and 8 of the 32 slices of the features; a lane 4 rows, all of the
// tile's columns and one slice: per word 4 kernel vectors a group and 4 words of samples are loaded for 16 products a
// column. Lanes that share a kernel vector are neighbours, so a load of 16 bytes a lane has 8 addresses. Then the lanes
// of 8 slices add up, each step halving what a lane still holds, and 4 partial sums of every output meet in shared
// memory.
//
// Update: a thread takes one word (4 inputs) and a tile's columns, runs down the rows, and applies Adam to the gradient
// in its registers. Lanes with neighbouring words read neighbouring words of samples and one vector of dz for all.
#pragma once

#include "cuda/small/features.h"
#include "cuda/small/frame.h"
#include "cuda/small/update.h"

namespace weft::cuda::small {

// Adds up v over the lanes that differ in `mask`: a lane keeps the sums of one half.
template <int count, class Values, class Block>
WEFT_BODY void add_halves(const Block& block, Values& v, bool upper, int mask) {
  for (int i = 0; i < count / 2; i++) {
    float kept = upper ? v[i + count / 2] : v[i];
    float given = upper ? v[i] : v[i + count / 2];
    v[i] = kept + block.shuffle_xor(given, mask);
  }
}

// Where the vector of columns (group, width) of input 4 word + j begins.
WEFT_BODY int kernel_index(const FirstLayer& layer, int width, int j, int group, int word) {
  return ((j * layer.groups + group) * layer.words + word) * width;
}

template <class Frame>
WEFT_BODY void multiply_samples(const Frame& frame, const Chunk& chunk, int stage) {
  using Kind = typename Frame::Kind;
  constexpr int rows_of_lane = 4;
  constexpr int values = rows_of_lane * Kind::tile_columns;
  const FirstLayer& layer = frame.shape.first;
  Shared<uint32_t> samples = frame.template view<uint32_t>(layer.samples[stage]);
  Shared<float> kernel = frame.view(layer.kernels[0]);
  Shared<float> partial = frame.view(layer.partial);
  int lane_row = frame.lane() % 4;
  int lane_slice = frame.lane() / 4;
  int halves = chunk.groups() > 4 ? 2 : 1;
  int tasks = layer.groups / Kind::tile_groups * partial_sums * halves;
  for (int task = frame.warp(); task < tasks; task += frame.warps()) {
    int sum = task % partial_sums;
    int half = task / partial_sums % halves;
    int group = task / partial_sums / halves * Kind::tile_groups;
    int first_row = 16 * half + lane_row;
    Registers<float, values> v = {};
    WEFT_UNROLL_BY(1)
    for (int word = 8 * sum + lane_slice; word < layer.words; word += slices) {
      Registers<Pack<float, Kind::width>, Kind::tile_groups> w[4];
      for (int j = 0; j < 4; j++) {
        for (int g = 0; g < Kind::tile_groups; g++) {
          w[j][g] = kernel.template load<Kind::width>(kernel_index(layer, Kind::width, j, group + g, word));
        }
      }
      for (int i = 0; i < rows_of_lane; i++) {
        Pack<float, 4> x = Kind::Features::load(samples, (first_row + 4 * i) * layer.row_words, word);
        for (int j = 0; j < 4; j++) {
          for (int c = 0; c < Kind::tile_columns; c++) {
            float& to = v[i * Kind::tile_columns + c];
            to = fmaf(x[j], w[j][c / Kind::width][c % Kind::width], to);
          }
        }
      }
    }
    bool upper[3] = {(frame.lane() & 16) != 0, (frame.lane() & 8) != 0, (frame.lane() & 4) != 0};
    add_halves<values>(frame.block, v, upper[0], 16);
    add_halves<values / 2>(frame.block, v, upper[1], 8);
    add_halves<values / 4>(frame.block, v, upper[2], 4);
    int first = (upper[0] ? values / 2 : 0) + (upper[1] ? values / 4 : 0) + (upper[2] ? values / 8 : 0);
    for (int i = 0; i < values / 8; i++) {
      int row = first_row + 4 * ((first + i) / Kind::tile_columns);
      int column = group * Kind::width + (first + i) % Kind::tile_columns;
      partial.set((sum * layer.columns + column) * row_pitch + row, v[i]);
    }
  }
}

// Where the derivative of the first layer's own column is taken from.
template <class Frame>
WEFT_BODY Shared<float> first_saved(const Frame& frame, int column, int parity) {
  const FirstLayer& layer = frame.shape.first;
  bool own = layer.saved.count > 0;
  // One view, not one of two: the compiler would lose that it is of shared memory.
  Area area = own ? layer.saved : layer.outputs[parity];
  return frame.view(area).from((own ? column : frame.first_column + column) * row_pitch);
}

// Adds up the partial sums and sends the activations of the own columns to all blocks of the cluster. 4 rows of a
// column for one block are an item, so that blocks are written to at once; each such item adds up for itself.
template <class Frame>
WEFT_BODY void send_activations(const Frame& frame, const Chunk& chunk, int parity) {
  const FirstLayer& layer = frame.shape.first;
  Shared<float> partial = frame.view(layer.partial);
  Shared<float> bias = frame.view(layer.biases);
  float scale = Frame::Kind::Features::scale * layer.dropout.scale;
  int count = chunk_rows / 4 * frame.columns * frame.blocks;
  for (int item = frame.thread; item < count; item += frame.threads) {
    int group = item % (chunk_rows / 4);
    int column = item / (chunk_rows / 4) % frame.columns;
    int to = item / (chunk_rows / 4) / frame.columns;
    if (group >= chunk.groups()) continue;
    Pack<float, 4> z = partial.template load<4>(column * row_pitch + 4 * group);
    for (int sum = 1; sum < partial_sums; sum++) {
      Pack<float, 4> more = partial.template load<4>((sum * layer.columns + column) * row_pitch + 4 * group);
      for (int r = 0; r < 4; r++) z[r] += more[r];
    }
    Pack<float, 4> y;
    for (int r = 0; r < 4; r++) {
      z[r] = fmaf(z[r], scale, bias[column]);
      y[r] = activate<ElementMath>(layer.activation, z[r]);
    }
    int at = (frame.first_column + column) * row_pitch + 4 * group;
    if (to == frame.rank && layer.saved.count > 0) {
      frame.view(layer.saved).template store<4>(column * row_pitch + 4 * group, needs_z(layer.activation) ? z : y);
    }
    if (layer.factors.count > 0) {
      Pack<float, 4> factors = frame.view(layer.factors).template load<4>(at);
      for (int r = 0; r < 4; r++) y[r] *= factors[r];
    }
    Shared<float> outputs = frame.view(layer.outputs[parity]);
    if (frame.blocks > 1) outputs = frame.block.remote(outputs, to);
    outputs.template store<4>(at, y);
  }
}

// A vector of the first layer's state: in shared memory, or in the replica's scratch in the same layout.
template <class Frame>
class FirstState {
 public:
  static constexpr int width = Frame::Kind::width;

  WEFT_BODY FirstState(const Frame& frame, int array) {
    const FirstLayer& layer = frame.shape.first;
    if constexpr (Frame::Kind::resident) {
      shared_ = frame.view(layer.kernels[array]);
    } else {
      int64_t size = static_cast<int64_t>(4) * layer.words * layer.columns;
      scratch_ = frame.run.scratch + ((state_arrays - 1) * frame.rank + array - 1) * size;
#ifdef __CUDA_ARCH__
      // So that the compiler chooses loads of global memory, not those that could be of any.
      __builtin_assume(__isGlobal(scratch_));
#endif
    }
  }

  WEFT_BODY Pack<float, width> load(int at) const {
    if constexpr (Frame::Kind::resident) {
      return shared_.template load<width>(at);
    } else {
      return *reinterpret_cast<const Pack<float, width>*>(scratch_ + at);
    }
  }

  WEFT_BODY void store(int at, const Pack<float, width>& pack) const {
    if constexpr (Frame::Kind::resident) {
      shared_.template store<width>(at, pack);
    } else {
      *reinterpret_cast<Pack<float, width>*>(scratch_ + at) = pack;
    }
  }

 private:
  Shared<float> shared_;
  float* scratch_ = nullptr;
};

// Adds the products of one word of inputs and a tile's columns over the rows of a stage to g, by input and column.
template <class Frame, class Sums>
WEFT_BODY void add_word(const Frame& frame, int rows, int stage, int word, int group, Sums& g) {
  using Kind = typename Frame::Kind;
  constexpr int width = Kind::width;
  const FirstLayer& layer = frame.shape.first;
  Shared<uint32_t> samples = frame.template view<uint32_t>(layer.samples[stage]);
  Shared<float> dz = frame.view(layer.dz[stage]);
  WEFT_UNROLL_BY(4)
  for (int row = 0; row < rows; row++) {
    Pack<float, 4> x = Kind::Features::load(samples, row * layer.row_words, word);
    for (int t = 0; t < Kind::tile_groups; t++) {
      Pack<float, width> d = dz.template load<width>(row * layer.columns + (group + t) * width);
      for (int j = 0; j < 4; j++) {
        for (int c = 0; c < width; c++) g[j][t * width + c] = fmaf(x[j], d[c], g[j][t * width + c]);
      }
    }
  }
}

// Takes a vector of own columns' parameters into their average, which stays in global memory, laid out as the
// parameters are there: an average is written at every step and read by nobody until the slice has ended.
template <class Frame, class Pack>
WEFT_BODY void average_vector(const Frame& frame, float keep, int feature, int group, const Pack& w) {
  constexpr int width = Frame::Kind::width;
  const FirstLayer& layer = frame.shape.first;
  int real = feature < layer.in ? frame.columns - group * width : 0;
  float* average =
      frame.run.average + layer.kernel + static_cast<int64_t>(feature) * layer.out + frame.first_column + group * width;
  for (int c = 0; c < width; c++) {
    if (c < real) update_average<UpdateMath>(keep, w[c], average[c]);
  }
}

// The gradient of one word of inputs and a tile's columns; with the batch's last chunk, their update.
template <class Frame>
WEFT_BODY void update_word(const Frame& frame, const Chunk& chunk, int stage, const OptimizerStep& constants,
                           int item) {
  using Kind = typename Frame::Kind;
  constexpr int width = Kind::width;
  const FirstLayer& layer = frame.shape.first;
  int word = item % layer.words;
  int group = item / layer.words * Kind::tile_groups;
  Registers<float, Kind::tile_columns> g[4] = {};
  add_word(frame, chunk.rows, stage, word, group, g);
  Shared<float> kernel = frame.view(layer.kernels[0]);
  FirstState<Frame> first_moments(frame, 1);
  FirstState<Frame> second_moments(frame, 2);
  FirstState<Frame> sums(frame, 3);
  float scale = Kind::Features::scale * layer.dropout.scale;
  bool averages = frame.run.average != nullptr;
  for (int j = 0; j < 4; j++) {
    for (int t = 0; t < Kind::tile_groups; t++) {
      int at = kernel_index(layer, width, j, group + t, word);
      Pack<float, width> sum;
      for (int c = 0; c < width; c++) sum[c] = g[j][t * width + c] * scale;
      if (!chunk.begins()) {
        Pack<float, width> before = sums.load(at);
        for (int c = 0; c < width; c++) sum[c] += before[c];
      }
      if (chunk.ends()) {
        Pack<float, width> w = kernel.template load<width>(at);
        Pack<float, width> m = first_moments.load(at);
        Pack<float, width> v = second_moments.load(at);
        for (int c = 0; c < width; c++) update_parameter<Tensor::kernel>(constants, sum[c], w[c], m[c], v[c]);
        kernel.template store<width>(at, w);
        first_moments.store(at, m);
        second_moments.store(at, v);
        if (averages) average_vector(frame, constants.average_keep, 4 * word + j, group + t, w);
      } else {
        sums.store(at, sum);
      }
    }
  }
}

// A gradient of a bias: added to those of the batch's chunks before, and with the last of them used. Its average may be
// null.
WEFT_BODY void update_bias(const Chunk& chunk, const OptimizerStep& constants, const Shared<float>& biases, int count,
                           int i, float g, float* average) {
  if (!chunk.begins()) g += biases[3 * count + i];
  if (chunk.ends()) {
    float w = biases[i];
    float m = biases[count + i];
    float v = biases[2 * count + i];
    update_parameter<Tensor::bias>(constants, g, w, m, v);
    biases.set(i, w);
    biases.set(count + i, m);
    biases.set(2 * count + i, v);
    if (average != nullptr) update_average<UpdateMath>(constants.average_keep, w, *average);
  } else {
    biases.set(3 * count + i, g);
  }
}

// Adds the gradient of an own column's bias over the rows of a stage to g.
template <class Frame>
WEFT_BODY float add_first_bias(const Frame& frame, int rows, int stage, int column, float g) {
  const FirstLayer& layer = frame.shape.first;
  Shared<float> dz = frame.view(layer.dz[stage]);
  WEFT_UNROLL_BY(4)
  for (int row = 0; row < rows; row++) g += dz[row * layer.columns + column];
  return g;
}

template <class Frame>
WEFT_BODY void update_first_bias(const Frame& frame, const Chunk& chunk, int stage, const OptimizerStep& constants,
                                 int column) {
  const FirstLayer& layer = frame.shape.first;
  float g = add_first_bias(frame, chunk.rows, stage, column, 0.0f);
  float* average =
      frame.run.average != nullptr ? frame.run.average + layer.bias + frame.first_column + column : nullptr;
  update_bias(chunk, constants, frame.view(layer.biases), layer.columns, column, g, average);
}

}  // namespace weft::cuda::small
