// HEAD PLACEHOLDER
#pragma once

#include "cuda/small/batches.h"
#include "cuda/small/losses.h"
#include "cuda/small/state.h"

namespace weft::cuda::small {

// The first layer's activations for a chunk, in every block's memory when this returns.
template <class Frame>
WEFT_BODY void forward_first(const Frame& frame, const Chunk& chunk, int stage) {
  for (int i = 0; i < frame.shape.upper_layers; i++) {
    if (frame.shape.upper[i].dropout.drop_below != 0) draw_factors(frame, chunk, i);
  }
  multiply_samples(frame, chunk, stage);
  frame.block.sync();
  send_activations(frame, chunk, stage);
  if (frame.blocks > 1) {
    frame.block.cluster_sync();
  } else {
    frame.block.sync();
  }
}

// Through the upper layers and back to the gradient of the own columns.
template <class Frame>
WEFT_BODY void pass_upper(const Frame& frame, const Chunk& chunk, int stage) {
  for (int i = 0; i < frame.shape.upper_layers; i++) {
    forward_upper(frame, chunk, i, stage);
    frame.block.sync();
  }
  if (frame.shape.loss == WEFT_SOFTMAX_CROSS_ENTROPY) {
    softmax_gradient(frame, chunk, stage, stage);
  } else {
    separate_gradient(frame, chunk, stage, stage);
  }
  frame.block.sync();
  for (int i = frame.shape.upper_layers; i-- > 0;) {
    backward_upper(frame, chunk, i, stage);
    frame.block.sync();
  }
  if (frame.shape.upper_layers > 0) return;
  // The first layer's own columns of the gradient by the logits.
  Shared<float> dlogits = frame.view(frame.shape.dlogits);
  Shared<float> dz = frame.view(frame.shape.first.dz);
  for (int item = frame.thread; item < frame.columns * chunk_rows; item += frame.threads) {
    int row = item % chunk_rows;
    int column = item / chunk_rows;
    if (row < chunk.rows) {
      dz.set(row * frame.shape.first.columns + column, dlogits[(frame.first_column + column) * row_pitch + row]);
    }
  }
  frame.block.sync();
}

// All gradients, with the batch's last chunk all updates, and the counts: nothing here waits for anything else.
template <class Frame>
WEFT_BODY void update(const Frame& frame, const Chunk& chunk, int stage, const AdamStep& adam) {
  const Shape& shape = frame.shape;
  Items<Frame> items(frame);
  items.section(shape.first.groups / Frame::Kind::tile_groups * shape.first.words,
                [&](int item) { update_word(frame, chunk, stage, adam, item); });
  for (int i = 0; i < shape.upper_layers; i++) {
    items.section(update_tiles(shape.upper[i]), [&](int item) { update_tile(frame, chunk, i, stage, adam, item); });
  }
  for (int i = 0; i < shape.upper_layers; i++) {
    items.section(shape.upper[i].out, [&](int item) { update_upper_bias(frame, chunk, i, adam, item); });
  }
  items.section(frame.columns, [&](int item) { update_first_bias(frame, chunk, adam, item); });
  if (frame.rank == 0) {
    items.section(chunk_rows, [&](int row) { count_up(frame, chunk, stage, stage, row); });
  }
}

// Trains one replica on its slice: the body of both kernels. Blocks of a cluster share a replica.
template <class Kind, class Block>
WEFT_BODY void train(Block& block, const Arguments& arguments) {
  Frame<Block, Kind> frame(block, arguments, block.index() / block.cluster_size());
  Shared<uint64_t> barriers = frame.template view<uint64_t>(frame.shape.barriers);
  if (frame.thread == 0) {
    block.fetch_prepare(barriers, 2);
    frame.template view<int64_t>(frame.shape.correct).set(0, 0);
  }
  load_state(frame);
  Fetcher<Frame<Block, Kind>> fetcher(frame);
  Chunk chunk = first_chunk(arguments);
  fetcher.look_up(frame, chunk);
  // Blocks write into each other's memory from here on.
  block.cluster_sync();
  fetcher.begin(frame, chunk, next_chunk(arguments, chunk), 0);
  if (chunk.rows > 0) block.fetch_wait(barriers, 0, 0);
  block.sync();
  for (int number = 0; chunk.rows > 0; number++) {
    // Samples, and what the blocks send each other, are in two buffers in turn.
    int stage = number % 2;
    Chunk next = next_chunk(arguments, chunk);
    fetcher.begin(frame, next, next_chunk(arguments, next), 1 - stage);
    AdamStep adam = frame.run.updates[chunk.step];
    if (frame.shape.first.dropout.drop_below != 0) {
      drop_samples(frame, chunk, stage);
      block.sync();
    }
    forward_first(frame, chunk, stage);
    pass_upper(frame, chunk, stage);
    update(frame, chunk, stage, adam);
    if (next.rows > 0) block.fetch_wait(barriers, 1 - stage, (number + 1) / 2 % 2);
    block.sync();
    chunk = next;
  }
  store_state(frame);
  if (frame.rank == 0 && frame.thread == 0) *frame.run.correct = frame.template view<int64_t>(frame.shape.correct)[0];
}

}  // namespace weft::cuda::small
