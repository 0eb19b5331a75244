// Training small networks in large batches: the body of the kernel that computes a batch's gradients with all blocks of
// the device (grid_update.h has the other kernel of a step). The shapes below are those of the reference network,
// 784-32-32-10.
//
// Shapes and layout: shape.h; the arithmetic: first_layer.h, upper_layers.h and losses.h, as in train.h.
//
// Split: a batch is cut into the rows of up to 128 teams (GridStep, from the batch's size alone). A team is a cluster
// of blocks, or one block where there are no clusters; it is to its rows what the cluster of train.h is to a batch:
// each block owns some columns of the first layer, reads all of the team's rows and computes the layers above in full.
// Clusters are as large as the teams leave room for: a batch of 1,024 is 32 teams of 4 blocks with 8 columns each, one
// of 8,192 is 128 teams of one block. Fewer, larger teams mean less to add up at the end, and a block with fewer
// columns has less to read and to write: those are what a step of few rows takes its time for.
//
// A block: two chunks of 32 rows are fetched while the parameters arrive | forward, loss and backward of either, in
// turn, with a barrier of the cluster each | the first layer's gradient over both at once, in registers. Teams of more
// rows go on so, two chunks at a time.
//
// Ownership: every team has an array of gradients in the replica's scratch, laid out as the parameters are. Each
// element is written by one thread, whose rows are added up in order; grid_update.h adds up the teams, in order. So
// results follow from the batches alone: not from the device, its clusters, the threads or other replicas.
//
// The kernels of a step overlap with those around them where the device can (wait_for_previous): the samples are under
// way before the update of the step before has ended.
//
// Why it is fast, by estimate (132 multiprocessors of 1.9 GHz; cycles from the instructions that train.h counts):
//                                        batch 1,024                         batch 8,192
//   samples, parameters arrive           25 KB and 25 KB a block    1.7 us   50 KB and 100 KB a block  2.7 us
//   first layer, forward                 16 warps of 830 cycles     1.8      64 of 1,330              11.2
//   upper layers, cluster barriers       2,800 cycles a chunk       1.5      two of 2,300              2.4
//   first layer, gradient                13 warps of 900            1.9      25 of 2,750              10.1
//   gradients into the second level      25 KB a block              0.4      100 KB                    1.6
//   grid_update.h: add up and update     32 of 106 KB               1.5      128 of 106 KB             3.5
//   two kernels begin, partly hidden                                1.5                                1.5
// in all 10 us a step of 1,024 and 33 us of 8,192: 0.5 ms and 0.23 ms an epoch of 50,000 samples. The products of the
// first layer are two thirds of the second, at three quarters of what FFMA can do; the rest of the way is tensor cores,
// as train.h says.
//
// Figure measured: none yet.
#pragma once

#include "cuda/small/grid_shape.h"
#include "cuda/small/train.h"

namespace weft::cuda::small {

// A team's chunk of this number, from 0; of no rows after its last.
WEFT_BODY Chunk team_chunk(const GridStep& step, int team, int number) {
  int begin = team * step.team_rows;
  int before = number * chunk_rows;
  int left = smaller(step.rows - begin, step.team_rows) - before;
  return {step.first + begin + before, left > 0 ? smaller(left, chunk_rows) : 0, begin + before, step.rows, step.step};
}

// Whether vectors of own columns lie aligned in the flat arrays.
template <class Frame>
WEFT_BODY bool flat_vectors(const Frame& frame, const float* array) {
  const FirstLayer& layer = frame.shape.first;
  return layer.out % 4 == 0 && frame.first_column % 4 == 0 && frame.columns % 4 == 0 &&
         (reinterpret_cast<uintptr_t>(array + layer.kernel) & 15) == 0;
}

// Begins to copy the parameters into shared memory; copies_wait() and a barrier have to follow. Neighbouring lanes have
// neighbouring words, which lie side by side here, and then neighbouring columns, which do there.
template <class Frame>
WEFT_BODY void begin_parameters(const Frame& frame) {
  constexpr int width = Frame::Kind::width;
  const FirstLayer& first = frame.shape.first;
  const float* from = frame.run.parameters;
  Shared<float> kernel = frame.view(first.kernels[0]);
  bool vectors = flat_vectors(frame, from);
  int word_blocks = (first.words + 7) / 8;
  for (int item = frame.thread; item < word_blocks * 32 * first.groups; item += frame.threads) {
    int group = item / 8 % first.groups;
    int feature_block = item / 8 / first.groups;
    int word = feature_block / 4 * 8 + item % 8;
    if (word >= first.words) continue;
    int feature = 4 * word + feature_block % 4;
    int real = feature < first.in ? frame.columns - group * width : 0;
    Shared<float> to = kernel.from(kernel_index(first, width, feature_block % 4, group, word));
    const float* source =
        from + first.kernel + static_cast<int64_t>(feature) * first.out + frame.first_column + group * width;
    if (vectors && real >= width) {
      frame.block.template copy<width>(to, source);
    } else {
      for (int c = 0; c < width; c++) {
        if (c < real) {
          frame.block.template copy<1>(to.from(c), source + c);
        } else {
          to.set(c, 0);
        }
      }
    }
  }
  Shared<float> biases = frame.view(first.biases);
  for (int i = frame.thread; i < first.columns; i += frame.threads) {
    if (i < frame.columns) {
      frame.block.template copy<1>(biases.from(i), from + first.bias + frame.first_column + i);
    } else {
      biases.set(i, 0);
    }
  }
  for (int l = 0; l < frame.shape.upper_layers; l++) {
    const UpperLayer& layer = frame.shape.upper[l];
    Shared<float> to = frame.view(layer.kernels[0]);
    for (int i = frame.thread; i < layer.in * layer.out; i += frame.threads) {
      frame.block.template copy<1>(to.from(i / layer.out * layer.pitch + i % layer.out), from + layer.kernel + i);
    }
    Shared<float> upper_biases = frame.view(layer.biases);
    for (int i = frame.thread; i < layer.out; i += frame.threads) {
      frame.block.template copy<1>(upper_biases.from(i), from + layer.bias + i);
    }
  }
}

// Where a team's gradients go, as the parameters are laid out, and what its rows came to.
template <class Frame>
class TeamSums {
 public:
  static constexpr int width = Frame::Kind::width;

  WEFT_BODY TeamSums(const Frame& frame, const GridStep& step, int team)
      : gradients_(frame.run.scratch + team * step.gradient_pitch),
        result_(results_of(step, frame.run.scratch) + team),
        vectors_(flat_vectors(frame, gradients_)) {
#ifdef __CUDA_ARCH__
    // So that the compiler chooses stores to global memory, not those that could be to any.
    __builtin_assume(__isGlobal(gradients_));
    __builtin_assume(__isGlobal(result_));
#endif
  }

  // Adds to what the team's rows before gave, if any.
  WEFT_BODY void add(int64_t at, float g, bool begins) const {
    if (!begins) g += gradients_[at];
    gradients_[at] = g;
  }

  // The same for neighbours, of which the first `real` are meant.
  WEFT_BODY void add(int64_t at, const Pack<float, width>& g, int real, bool begins) const {
    if (vectors_ && real >= width) {
      Pack<float, width>* to = reinterpret_cast<Pack<float, width>*>(gradients_ + at);
      Pack<float, width> sum = g;
      if (!begins) {
        Pack<float, width> before = *to;
        for (int c = 0; c < width; c++) sum[c] += before[c];
      }
      *to = sum;
      return;
    }
    for (int c = 0; c < width; c++) {
      if (c < real) add(at + c, g[c], begins);
    }
  }

  WEFT_BODY void add(double loss, int32_t correct, bool begins) const {
    *result_ = {begins ? loss : result_->loss + loss, begins ? correct : result_->correct + correct};
  }

 private:
  float* gradients_;
  TeamResult* result_;
  bool vectors_;
};

// The first layer's gradient of one word of inputs and a tile's columns, over the rows of both stages.
template <class Frame>
WEFT_BODY void give_word(const Frame& frame, const TeamSums<Frame>& sums, int first_rows, int second_rows, bool begins,
                         int item) {
  using Kind = typename Frame::Kind;
  constexpr int width = Kind::width;
  const FirstLayer& layer = frame.shape.first;
  int word = item % layer.words;
  int group = item / layer.words * Kind::tile_groups;
  Registers<float, Kind::tile_columns> g[4] = {};
  WEFT_UNROLL_BY(1)
  for (int stage = 0; stage < 2; stage++) {
    add_word(frame, stage == 0 ? first_rows : second_rows, stage, word, group, g);
  }
  float scale = Kind::Features::scale * layer.dropout.scale;
  WEFT_UNROLL
  for (int j = 0; j < 4; j++) {
    int feature = 4 * word + j;
    if (feature >= layer.in) continue;
    WEFT_UNROLL
    for (int t = 0; t < Kind::tile_groups; t++) {
      Pack<float, width> sum;
      for (int c = 0; c < width; c++) sum[c] = g[j][t * width + c] * scale;
      int column = (group + t) * width;
      sums.add(layer.kernel + static_cast<int64_t>(feature) * layer.out + frame.first_column + column, sum,
               frame.columns - column, begins);
    }
  }
}

// What a chunk adds to the team's sums; with the second of two, or the team's last, the first layer's gradient of both.
// The layers above, which all blocks have computed, are shared out among them.
template <class Frame>
WEFT_BODY void give_gradients(const Frame& frame, const GridStep& step, int team, const Chunk& chunk, int number,
                              bool ends) {
  const Shape& shape = frame.shape;
  int stage = number % 2;
  TeamSums<Frame> sums(frame, step, team);
  Items<Frame> items(frame);
  if (stage == 1 || ends) {
    int first_rows = stage == 1 ? chunk_rows : chunk.rows;
    int second_rows = stage == 1 ? chunk.rows : 0;
    bool begins = number < 2;
    items.section(shape.first.groups / Frame::Kind::tile_groups * shape.first.words,
                  [&](int item) { give_word(frame, sums, first_rows, second_rows, begins, item); });
    items.section(frame.columns, [&](int column) {
      float g = add_first_bias(frame, first_rows, 0, column, 0.0f);
      g = add_first_bias(frame, second_rows, 1, column, g);
      sums.add(shape.first.bias + frame.first_column + column, g, begins);
    });
  }
  bool begins = number == 0;
  for (int i = 0; i < shape.upper_layers; i++) {
    if (i % frame.blocks != frame.rank) continue;
    const UpperLayer& layer = shape.upper[i];
    items.section(update_tiles(layer), [&](int item) {
      tile_gradient(frame, chunk, i, stage, item, [&](int input, int column, float g) {
        sums.add(layer.kernel + input * layer.out + column, g, begins);
      });
    });
    items.section(layer.out, [&](int column) {
      sums.add(layer.bias + column, upper_bias_gradient(frame, chunk, i, column), begins);
    });
  }
  if (frame.rank == frame.blocks - 1) {
    items.section(chunk_rows, [&](int row) {
      double loss;
      int32_t correct;
      count_rows(frame, chunk, stage, stage, row, loss, correct);
      if (row == 0) sums.add(loss, correct, begins);
    });
  }
}

// One team's part of a batch of one replica. Blocks: teams side by side, each a cluster; y replicas.
template <class Kind, class Block>
WEFT_BODY void train_team(Block& block, const GridArguments& arguments) {
  Frame<Block, Kind> frame(block, arguments, block.index_y());
  const GridStep& step = arguments.step;
  int team = block.index() / frame.blocks;
  Shared<uint64_t> barriers = frame.template view<uint64_t>(frame.shape.barriers);
  if (frame.thread == 0) block.fetch_prepare(barriers, 2);
  Fetcher<Frame<Block, Kind>> fetcher(frame);
  Chunk chunk = team_chunk(step, team, 0);
  fetcher.look_up(frame, chunk);
  // Blocks write into each other's memory from here on.
  block.cluster_sync();
  fetcher.begin(frame, chunk, team_chunk(step, team, 1), 0);
  fetcher.begin(frame, team_chunk(step, team, 1), team_chunk(step, team, 2), 1);
  // Columns that only pad have gradients of 0 for good.
  for (const Area& area : frame.shape.first.dz) {
    Shared<float> dz = frame.view(area);
    for (int i = frame.thread; i < area.count; i += frame.threads) dz.set(i, 0);
  }
  block.wait_for_previous();
  block.let_next_begin();
  begin_parameters(frame);
  block.copies_wait();
  for (int number = 0; chunk.rows > 0; number++) {
    int stage = number % 2;
    block.fetch_wait(barriers, stage, number / 2 % 2);
    block.sync();
    if (frame.shape.first.dropout.drop_below != 0) {
      drop_samples(frame, chunk, stage);
      block.sync();
    }
    forward_first(frame, chunk, stage);
    pass_upper(frame, chunk, stage);
    Chunk next = team_chunk(step, team, number + 1);
    give_gradients(frame, step, team, chunk, number, next.rows == 0);
    if (stage == 1 && next.rows > 0) {
      // Both stages are fetched to again, where these were read.
      block.fetch_fence();
      block.sync();
      Chunk second = team_chunk(step, team, number + 2);
      fetcher.begin(frame, next, second, 0);
      fetcher.begin(frame, second, team_chunk(step, team, number + 3), 1);
    }
    chunk = next;
  }
}

// The kernel. Grid: x a cluster a team; y replicas.
template <class Kind_>
struct TrainTeam : KernelFacts {
  using Kind = Kind_;
  using Args = GridArguments;
  static constexpr int32_t path = WEFT_PATH_GRID;
  static constexpr int32_t threads = grid_threads;
  static constexpr bool any_threads = true;
  static constexpr int32_t blocks = 1;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& args) {
    train_team<Kind>(block, args);
  }
};

}  // namespace weft::cuda::small
