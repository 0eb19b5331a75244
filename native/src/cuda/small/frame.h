// What every part of a training step is given: the thread's place, the shape, and the replica's run.
#pragma once

#include "cuda/device/shared.h"
#include "cuda/small/shape.h"

namespace weft::cuda::small {

// What is fixed when a kernel is compiled.
template <class Features_, int width_, int tile_groups_, bool resident_>
struct Kind {
  using Features = Features_;
  // Columns of a group: one vector.
  static constexpr int width = width_;
  // Groups that a thread computes together.
  static constexpr int tile_groups = tile_groups_;
  static constexpr int tile_columns = width * tile_groups;
  // Whether the first layer's moments lie in shared memory, or in the replica's scratch.
  static constexpr bool resident = resident_;
};

template <class Block_, class Kind_>
struct Frame {
  using Block = Block_;
  using Kind = Kind_;

  Block& block;
  const Arguments& arguments;
  const Shape& shape;
  const ReplicaRun& run;
  int rank;
  int blocks;  // of the cluster
  int thread;
  int threads;
  int first_column;  // of the first layer, own ones
  int columns;

  WEFT_BODY Frame(Block& own_block, const Arguments& all, int replica)
      : block(own_block),
        arguments(all),
        shape(all.shape),
        run(all.runs[replica]),
        rank(own_block.cluster_rank()),
        blocks(own_block.cluster_size()),
        thread(own_block.thread()),
        threads(own_block.threads()) {
    first_column = shape.first.out * rank / blocks;
    columns = shape.first.out * (rank + 1) / blocks - first_column;
  }

  template <typename T = float>
  WEFT_BODY Shared<T> view(const Area& area) const {
    return block.template shared<T>(area.offset, area.count);
  }

  WEFT_BODY int lane() const { return thread % 32; }
  WEFT_BODY int warp() const { return thread / 32; }
  WEFT_BODY int warps() const { return threads / 32; }
};

// Rows of a batch that are computed together, and where they stand.
struct Chunk {
  int32_t first;         // in the slice's order
  int32_t rows;          // 0 after the end
  int32_t row_in_batch;  // of the first row
  int32_t batch_rows;
  int32_t step;  // of the slice

  WEFT_BODY bool begins() const { return row_in_batch == 0; }
  WEFT_BODY bool ends() const { return row_in_batch + rows == batch_rows; }
  // Rows in whole groups of 4; those beyond `rows` are zeros.
  WEFT_BODY int groups() const { return (rows + 3) / 4; }
};

WEFT_BODY int smaller(int a, int b) { return a < b ? a : b; }

WEFT_BODY Chunk first_chunk(const Arguments& arguments) {
  int batch = smaller(arguments.batch_size, arguments.count);
  return {0, smaller(chunk_rows, batch), 0, batch, 0};
}

WEFT_BODY Chunk next_chunk(const Arguments& arguments, Chunk chunk) {
  chunk.first += chunk.rows;
  chunk.row_in_batch += chunk.rows;
  if (chunk.row_in_batch == chunk.batch_rows) {
    chunk.row_in_batch = 0;
    chunk.batch_rows = smaller(arguments.batch_size, arguments.count - chunk.first);
    chunk.step++;
  }
  chunk.rows = smaller(chunk_rows, chunk.batch_rows - chunk.row_in_batch);
  return chunk;
}

// Items of work, cut into sections of different kinds, that a block's threads share: section after section, each padded
// to whole warps.
template <class Frame>
class Items {
 public:
  WEFT_BODY explicit Items(const Frame& frame) : next_(frame.thread), threads_(frame.threads) {}

  template <class Body>
  WEFT_BODY void section(int count, const Body& body) {
    int end = begin_ + (count + 31) / 32 * 32;
    for (; next_ < end; next_ += threads_) {
      if (next_ - begin_ < count) body(next_ - begin_);
    }
    begin_ = end;
  }

 private:
  int next_;
  int threads_;
  int begin_ = 0;
};

}  // namespace weft::cuda::small
