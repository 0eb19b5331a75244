// Matrix products: c = op(a) op(b), with op(a) [rows, inner] and op(b) [inner, columns], for each replica.
//
// A block computes a tile of c, tile_rows x tile_columns; a thread rows_each x columns_each elements of it, which lie
// apart by the number of threads, so that neighbours read neighbouring banks of shared memory. The operands go through
// shared memory in pieces of `depth` along inner; the next piece is on its way to registers while one is multiplied.
//
// Each element is summed by one thread along inner, from its beginning to its end: the sum does not depend on the tile.
// Where c has too few tiles to fill a GPU, inner is cut into `splits` pieces that the shape alone determines; their
// sums are added up in order by whoever reads them (finish.h, adam.h).
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/finish.h"

namespace weft::cuda {

template <int32_t tile_rows, int32_t tile_columns, int32_t depth, int32_t rows_each, int32_t columns_each,
          bool transposed_a, bool transposed_b>
struct Matmul {
  static constexpr const char* name = "matmul";
  static constexpr int32_t thread_rows = tile_rows / rows_each;
  static constexpr int32_t thread_columns = tile_columns / columns_each;
  static constexpr int32_t threads = thread_rows * thread_columns;
  static constexpr int32_t loads_a = tile_rows * depth / threads;
  static constexpr int32_t loads_b = tile_columns * depth / threads;
  static_assert(loads_a * threads == tile_rows * depth && loads_b * threads == tile_columns * depth);

  static constexpr int32_t tile_height = tile_rows;
  static constexpr int32_t tile_width = tile_columns;

  // Grid: x tiles of rows, y tiles of columns, z replicas * splits.
  struct Args {
    const ReplicaRun* runs;
    const Cursor* cursors;
    int64_t rows;
    int64_t columns;
    int64_t inner;
    Matrix a;          // [rows, inner], or [inner, rows] where transposed
    Matrix b;          // [inner, columns], or [columns, inner] where transposed
    int32_t ones_row;  // 1: the last row of op(a) is all ones and not in memory; a transposed a has rows - 1 columns
    int32_t splits;
    int64_t split_inner;      // inner of each split but the last
    float* partials;          // result [splits, rows, columns] of each replica; null: the sums go to finish
    int64_t partials_stride;  // from replica to replica
    Finish finish;
  };

  // In shared memory: a piece of op(a), [depth, tile_rows], and of op(b), [depth, tile_columns], both padded by one, so
  // that elements of a column lie in different banks; after the last piece, in the same place, the tile of c.
  static constexpr int32_t pitch_a = tile_rows + 1;
  static constexpr int32_t pitch_b = tile_columns + 1;
  static constexpr int32_t floats_a = depth * pitch_a;
  static constexpr int32_t floats_b = depth * pitch_b;
  static constexpr int32_t floats_tile = tile_rows * tile_columns;
  static constexpr int32_t shared_bytes = (floats_a + floats_b > floats_tile ? floats_a + floats_b : floats_tile) * 4;
  static_assert(shared_bytes <= 48 << 10, "more has to be asked for at every launch");
  static constexpr bool meets = true;

  // What a thread has fetched of the next piece.
  struct Fetched {
    float a[static_cast<size_t>(loads_a)];
    float b[static_cast<size_t>(loads_b)];
  };

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& args) {
    auto piece_a = block.template shared<float>(0, floats_a);
    auto piece_b = block.template shared<float>(floats_a * 4, floats_b);
    int64_t replica = block.index_z() / args.splits;
    int64_t split = block.index_z() % args.splits;
    int64_t from = split * args.split_inner;
    int64_t to = from + args.split_inner < args.inner ? from + args.split_inner : args.inner;
    int64_t first_row = int64_t{block.index()} * tile_rows;
    int64_t first_column = int64_t{block.index_y()} * tile_columns;
    const float* a = args.a.of(args.runs, replica);
    const float* b = args.b.of(args.runs, replica);
    int32_t thread = block.thread();
    int32_t own_row = thread / thread_columns;
    int32_t own_column = thread % thread_columns;

    float sums[static_cast<size_t>(rows_each)][static_cast<size_t>(columns_each)] = {};
    Fetched next;
    fetch(args, a, b, thread, first_row, first_column, from, to, next);
    for (int64_t at = from; at < to; at += depth) {
      put(piece_a, piece_b, thread, next);
      block.sync();
      if (at + depth < to) fetch(args, a, b, thread, first_row, first_column, at + depth, to, next);
      WEFT_UNROLL
      for (int32_t k = 0; k < depth; k++) {
        float left[static_cast<size_t>(rows_each)];
        float right[static_cast<size_t>(columns_each)];
        WEFT_UNROLL
        for (int32_t i = 0; i < rows_each; i++) left[i] = piece_a[k * pitch_a + own_row + i * thread_rows];
        WEFT_UNROLL
        for (int32_t j = 0; j < columns_each; j++) right[j] = piece_b[k * pitch_b + own_column + j * thread_columns];
        WEFT_UNROLL
        for (int32_t i = 0; i < rows_each; i++) {
          WEFT_UNROLL
          for (int32_t j = 0; j < columns_each; j++) sums[i][j] = fmaf(left[i], right[j], sums[i][j]);
        }
      }
      block.sync();
    }

    // By way of shared memory, so that finishing is one loop with neighbouring threads on neighbouring columns.
    auto tile = block.template shared<float>(0, floats_tile);
    WEFT_UNROLL
    for (int32_t i = 0; i < rows_each; i++) {
      WEFT_UNROLL
      for (int32_t j = 0; j < columns_each; j++) {
        tile.set((own_row + i * thread_rows) * tile_columns + own_column + j * thread_columns, sums[i][j]);
      }
    }
    block.sync();
    for (int32_t element = thread; element < floats_tile; element += threads) {
      int64_t row = first_row + element / tile_columns;
      int64_t column = first_column + element % tile_columns;
      if (row >= args.rows || column >= args.columns) continue;
      if (args.partials != nullptr) {
        float* partials = args.partials + replica * args.partials_stride;
        partials[(split * args.rows + row) * args.columns + column] = tile[element];
      } else {
        finish_element(args.finish, args.runs, args.cursors, replica, row, column, args.columns, tile[element]);
      }
    }
  }

 private:
  // Neighbouring threads read neighbouring addresses: along inner, or across it where the operand is stored that way.
  static WEFT_BODY void fetch(const Args& args, const float* a, const float* b, int32_t thread, int64_t first_row,
                              int64_t first_column, int64_t at, int64_t to, Fetched& next) {
    WEFT_UNROLL
    for (int32_t i = 0; i < loads_a; i++) {
      int32_t element = thread + i * threads;
      int64_t row = first_row + (transposed_a ? element % tile_rows : element / depth);
      int64_t k = at + (transposed_a ? element / tile_rows : element % depth);
      next.a[i] = element_of_a(args, a, row, k, to);
    }
    WEFT_UNROLL
    for (int32_t i = 0; i < loads_b; i++) {
      int32_t element = thread + i * threads;
      int64_t column = first_column + (transposed_b ? element / depth : element % tile_columns);
      int64_t k = at + (transposed_b ? element % depth : element / tile_columns);
      bool inside = column < args.columns && k < to;
      next.b[i] = inside ? b[transposed_b ? column * args.inner + k : k * args.columns + column] : 0.0f;
    }
  }

  static WEFT_BODY float element_of_a(const Args& args, const float* a, int64_t row, int64_t k, int64_t to) {
    if (row >= args.rows || k >= to) return 0.0f;
    int64_t stored_rows = args.rows - args.ones_row;
    if (row >= stored_rows) return 1.0f;
    return a[transposed_a ? k * stored_rows + row : row * args.inner + k];
  }

  template <typename Floats>
  static WEFT_BODY void put(Floats& piece_a, Floats& piece_b, int32_t thread, const Fetched& next) {
    WEFT_UNROLL
    for (int32_t i = 0; i < loads_a; i++) {
      int32_t element = thread + i * threads;
      int32_t row = transposed_a ? element % tile_rows : element / depth;
      int32_t k = transposed_a ? element / tile_rows : element % depth;
      piece_a.set(k * pitch_a + row, next.a[i]);
    }
    WEFT_UNROLL
    for (int32_t i = 0; i < loads_b; i++) {
      int32_t element = thread + i * threads;
      int32_t column = transposed_b ? element / depth : element % tile_columns;
      int32_t k = transposed_b ? element % depth : element / tile_columns;
      piece_b.set(k * pitch_b + column, next.b[i]);
    }
  }
};

// Two tiles: one for small results, of which a GPU needs many blocks, and one that reuses more of what it reads.
template <bool transposed_a, bool transposed_b>
using SmallMatmul = Matmul<32, 32, 16, 4, 2, transposed_a, transposed_b>;
template <bool transposed_a, bool transposed_b>
using LargeMatmul = Matmul<128, 64, 8, 8, 8, transposed_a, transposed_b>;

}  // namespace weft::cuda
