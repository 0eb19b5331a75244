// Training small networks in one persistent launch: the body of the latency and of the throughput kernel, which are the
// same but for where things lie (Kind) and how many blocks share a network (Shape). The shapes below are those of the
// reference network, 784-32-32-10 at batch 32.
//
// Shapes and layout: shape.h. A block's parameters are in its shared memory from the begin of a slice to its end.
// Samples are fetched as rows of uint8 a chunk ahead, by bulk copies that no thread waits for; 32 rows are 25 KB.
//
// Split and ownership, as among the CPU backend's threads (cpu/fused/worker.h): a block owns some columns of the first
// layer, for good: kernel, moments and gradient never leave it (4 of 32 columns: 38 KB). It computes them for all rows
// of the chunk and writes the activations into every block's memory (distributed shared memory, 16 bytes a store, all
// blocks at once). One barrier of the cluster; then every block computes the layers above in full, with its own copy of
// their parameters, and the gradient of its own columns alone. No sum crosses blocks. What is written to other blocks
// goes to two buffers in turn, so one barrier of the cluster a chunk is enough: whoever writes to a buffer has met, at
// the barrier between, all who were reading it.
//
// A chunk: samples x own columns (first_layer.h) | activations to all blocks | cluster | upper layers forward, loss,
// upper layers backward (upper_layers.h, losses.h), a barrier of the block each | all gradients with the update in
// the same registers, and the counts, with no barrier between | block. Batches of more rows are several chunks, whose
// gradients are added up in memory.
//
// Results do not depend on cluster, threads or kernel, bit by bit: each output is summed by one thread, or in slices
// that the shape alone decides and that are added in one order; products are contracted where the source says fmaf and
// nowhere else; nothing is added atomically.
//
// Why it is fast, latency (8 blocks, 384 threads, sm_90, counted in the machine code; 4 instructions a cycle and
// multiprocessor at best, 1.98 GHz):
//   first layer forward   64 FFMA of 118 instructions a word and 16 rows, 50 such a block    1,700 cycles
//   adding up, sending, cluster barrier                                                      1,100
//   upper layers, loss    100,000 FFMA in all, five barriers                                 2,300
//   gradients and Adam    10 warps of 1,100, 3 of them on the fullest of 4 schedulers        3,400
// in all 8,500 cycles or 4.3 us a step; with 16 blocks, which share the first layer's work further, 3.6 us. What would
// make its two products about three times shorter is the tensor cores: pixels are exact in tf32, so 2 products with a
// kernel split into two tf32 numbers keep 22 bits; to be measured against the numerics contract first.
//
// Throughput (1 block, 512 threads): the first layer's three arrays, 301 KB, exceed the 227 KB of a block. Of the
// choices, a cluster of 2 blocks a network would fill 132 multiprocessors with 66 networks and compute the upper layers
// twice; the register file (256 KB) has no room for 201 KB of moments beside sums. So the kernel (100 KB) is in shared
// memory, and the moments stream through the second-level cache: 401 KB a step and network, 51 MB a step of 128
// networks, whose 26 MB stay in the cache (50 MB); at its 5 TB/s that is 10 us, overlapped with the products of other
// warps. Those are 128 FFMA of 192 instructions forward and 128 of 185 backward, about 22,000 cycles a step or 11 us:
// in all 15 to 20 us a step, and an epoch of 128 networks in 24 to 31 ms.
//
// Figure measured: none yet.
#pragma once

#include "cuda/device/kernel.h"
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
  loss_gradient(frame, chunk, stage, stage);
  frame.block.sync();
  for (int i = frame.shape.upper_layers; i-- > 0;) {
    backward_upper(frame, chunk, i, stage);
    frame.block.sync();
  }
  if (frame.shape.upper_layers > 0) return;
  // The first layer's own columns of the gradient by the logits.
  Shared<float> dlogits = frame.view(frame.shape.dlogits);
  Shared<float> dz = frame.view(frame.shape.first.dz[stage]);
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
WEFT_BODY void update(const Frame& frame, const Chunk& chunk, int stage, const OptimizerStep& constants) {
  const Shape& shape = frame.shape;
  Items<Frame> items(frame);
  items.section(shape.first.groups / Frame::Kind::tile_groups * shape.first.words,
                [&](int item) { update_word(frame, chunk, stage, constants, item); });
  for (int i = 0; i < shape.upper_layers; i++) {
    items.section(update_tiles(shape.upper[i]),
                  [&](int item) { update_tile(frame, chunk, i, stage, constants, item); });
  }
  for (int i = 0; i < shape.upper_layers; i++) {
    items.section(shape.upper[i].out, [&](int item) { update_upper_bias(frame, chunk, i, constants, item); });
  }
  items.section(frame.columns, [&](int item) { update_first_bias(frame, chunk, stage, constants, item); });
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
    OptimizerStep constants = frame.run.updates[chunk.step];
    if (frame.shape.first.dropout.drop_below != 0) {
      drop_samples(frame, chunk, stage);
      block.sync();
    }
    forward_first(frame, chunk, stage);
    pass_upper(frame, chunk, stage);
    update(frame, chunk, stage, constants);
    // The chunk after the next one is fetched to where this one was read.
    block.fetch_fence();
    if (next.rows > 0) block.fetch_wait(barriers, 1 - stage, (number + 1) / 2 % 2);
    block.sync();
    chunk = next;
  }
  store_state(frame);
  if (frame.rank == 0 && frame.thread == 0) *frame.run.correct = frame.template view<int64_t>(frame.shape.correct)[0];
}

// The two kernels. Grid: x a cluster a replica.
template <class Kind_>
struct TrainSlice : KernelFacts {
  using Kind = Kind_;
  using Args = Arguments;
  static constexpr int32_t path = Kind::resident ? WEFT_PATH_LATENCY : WEFT_PATH_THROUGHPUT;
  static constexpr int32_t threads = Kind::resident ? latency_threads : throughput_threads;
  static constexpr bool any_threads = true;
  static constexpr int32_t blocks = 1;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& args) {
    train<Kind>(block, args);
  }
};

}  // namespace weft::cuda::small
