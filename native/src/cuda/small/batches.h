// How a chunk's samples, labels and weights come into shared memory while the chunk before is computed, and the dropout
// of samples and of activations.
#pragma once

#include "cuda/small/features.h"
#include "cuda/small/frame.h"

namespace weft::cuda::small {

// The last warp fetches; a lane has a row. The samples' numbers are read yet one chunk earlier, so that a fetch begins
// without waiting for memory.
template <class Frame>
class Fetcher {
 public:
  using Features = typename Frame::Kind::Features;

  WEFT_BODY explicit Fetcher(const Frame& frame) : fetches_(frame.warp() == frame.warps() - 1) {}

  // The sample of the lane's row in that chunk, to be fetched next.
  WEFT_BODY void look_up(const Frame& frame, const Chunk& chunk) {
    if (!fetches_ || frame.lane() >= chunk.rows) return;
    int at = chunk.first + frame.lane();
    sample_ = frame.run.order == nullptr ? at : frame.run.order[at];
  }

  // Begins to fetch the chunk that was looked up last, and looks up the one after it.
  WEFT_BODY void begin(const Frame& frame, const Chunk& chunk, const Chunk& after, int stage) {
    if (!fetches_ || chunk.rows == 0) return;
    const FirstLayer& layer = frame.shape.first;
    Shared<uint64_t> barriers = frame.template view<uint64_t>(frame.shape.barriers);
    Shared<uint32_t> samples = frame.template view<uint32_t>(layer.samples[stage]);
    int row = frame.lane();
    if (row == 0) frame.block.fetch_expect(barriers, stage, chunk.rows * layer.row_bytes);
    frame.block.warp_sync();
    int32_t sample = sample_;
    if (row < chunk.rows) {
      frame.block.fetch(barriers, stage, samples.from(row * layer.row_words),
                        Features::row(frame.run, frame.arguments.samples, chunk.first + row, sample), layer.row_bytes);
      look_up(frame, after);
      read_targets(frame, sample, stage, row);
    } else if (row < 4 * chunk.groups()) {
      for (int i = 0; i < layer.row_words; i++) samples.set(row * layer.row_words + i, 0);
    }
    if (row >= chunk.rows) look_up(frame, after);
  }

 private:
  WEFT_BODY static void read_targets(const Frame& frame, int32_t sample, int stage, int row) {
    const Shape& shape = frame.shape;
    const Samples& from = frame.arguments.samples;
    float weight = 1;
    if (shape.soft_targets) {
      Shared<float> targets = frame.view(shape.targets).from(stage * shape.outputs * row_pitch + row);
      const float* values = from.targets + static_cast<int64_t>(sample) * shape.outputs;
      for (int k = 0; k < shape.outputs; k++) targets.set(k * row_pitch, values[k]);
    } else {
      int32_t label = from.labels[sample];
      frame.template view<int32_t>(shape.labels).set(stage * chunk_rows + row, label);
      if (frame.run.class_weights != nullptr) weight = frame.run.class_weights[label];
    }
    frame.view(shape.weights).set(stage * chunk_rows + row, weight);
  }

  bool fetches_;
  int32_t sample_ = 0;
};

WEFT_BODY PhiloxBlock dropout_bits(uint64_t seed, const Dropout& dropout, int64_t step, int64_t block) {
  return philox(seed, static_cast<uint32_t>(block), dropout.layer, static_cast<uint32_t>(step), philox_dropout);
}

WEFT_BODY uint32_t word_of(const PhiloxBlock& bits, int word) {
  // Not an index: a word picked by a number that only runs are known by would put the block into memory.
  uint32_t low = word == 0 ? bits.word[0] : bits.word[1];
  uint32_t high = word == 2 ? bits.word[2] : bits.word[3];
  return word < 2 ? low : high;
}

// Zeros what is dropped of a chunk's samples; the scale is applied to sums. Elements count through the batch's matrix,
// 4 of them have their bits from one block, and a word may have some of two.
template <class Frame>
WEFT_BODY void drop_samples(const Frame& frame, const Chunk& chunk, int stage) {
  const FirstLayer& layer = frame.shape.first;
  Shared<uint32_t> samples = frame.template view<uint32_t>(layer.samples[stage]);
  int64_t step = frame.run.first_step + chunk.step;
  for (int item = frame.thread; item < chunk.rows * layer.words; item += frame.threads) {
    int row = item / layer.words;
    int word = item % layer.words;
    int64_t element = static_cast<int64_t>(chunk.row_in_batch + row) * layer.in + 4 * word;
    int64_t block = -1;
    PhiloxBlock bits{};
    bool drops[4];
    for (int i = 0; i < 4; i++) {
      if ((element + i) / 4 != block) {
        block = (element + i) / 4;
        bits = dropout_bits(frame.run.seed, layer.dropout, step, block);
      }
      drops[i] = word_of(bits, static_cast<int>((element + i) % 4)) < layer.dropout.drop_below;
    }
    Frame::Kind::Features::drop(samples, row * layer.row_words, word, drops);
  }
}

// The factors by which dropout multiplies an upper layer's input, 0 or the scale. A chunk begins at a whole block,
// since its first row is a multiple of chunk_rows.
template <class Frame>
WEFT_BODY void draw_factors(const Frame& frame, const Chunk& chunk, int i) {
  const UpperLayer& layer = frame.shape.upper[i];
  Shared<float> factors = frame.view(layer.factors);
  int64_t step = frame.run.first_step + chunk.step;
  int elements = 4 * chunk.groups() * layer.in;
  int64_t first = static_cast<int64_t>(chunk.row_in_batch) * layer.in / 4;
  for (int item = frame.thread; item < elements / 4; item += frame.threads) {
    PhiloxBlock bits = dropout_bits(frame.run.seed, layer.dropout, step, first + item);
    for (int k = 0; k < 4; k++) {
      int element = 4 * item + k;
      bool drops = bits.word[k] < layer.dropout.drop_below;
      factors.set(element % layer.in * row_pitch + element / layer.in, drops ? 0.0f : layer.dropout.scale);
    }
  }
}

}  // namespace weft::cuda::small
