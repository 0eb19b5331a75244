// Matrix products: c = op(a) op(b), with op(a) [rows, inner] and op(b) [inner, columns], for each replica.
//
// A block computes a tile of c, tile_rows x tile_columns. The operands go through shared memory in pieces of `depth`
// along inner (piece.h), in two buffers in turn: while one piece is multiplied the next is on its way to registers, and
// goes to the other buffer when the first is done; so there is one barrier a piece.
//
// A thread owns blocks of 4 x 4 elements, rows_each x columns_each in all, and of each piece's row loads its rows and
// columns as vectors of 16 bytes. A warp's threads are 4 x 8 such blocks, numbered so that of each load lanes in pairs
// have one address (of rows those two apart, of columns those one apart): so shared memory serves 16 lanes at once.
//
// By count, not measured: a row of the small tile's piece takes a warp 16 FFMA and 2 loads that keep shared memory busy
// for 4 cycles, which is as long as the FFMA take a multiprocessor of 4 x 32 lanes; one of the large tile's 64 FFMA, 16
// cycles, and 4 loads, 8 cycles. In the machine code for sm_90, loads and all, 256 of 360 instructions of a small piece
// are FFMA, and 512 of 620 of a large one, where operands are aligned; loads are issued 30 FFMA or more ahead of their
// use. No more than 112 registers leave room for 9 blocks of the small tile on a multiprocessor, and no more than 168
// for 3 of the large one.
//
// Each element is summed by one thread along inner, from its beginning to its end: the sum does not depend on the tile.
// Where c has too few tiles to fill a GPU, inner is cut into `splits` pieces that the shape alone determines; their
// sums are added up in order by whoever reads them (finish.h, update.h).
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/finish.h"
#include "cuda/kernels/piece.h"

namespace weft::cuda {

template <int32_t tile_rows, int32_t tile_columns, int32_t depth, int32_t rows_each, int32_t columns_each,
          bool transposed_a, bool transposed_b>
struct Matmul : KernelFacts {
  static constexpr int32_t thread_rows = tile_rows / rows_each;
  static constexpr int32_t thread_columns = tile_columns / columns_each;
  static constexpr int32_t threads = thread_rows * thread_columns;
  static_assert(thread_rows % 4 == 0 && thread_columns == 8, "warps are 4 x 8 threads, one below the other");
  static_assert(rows_each % 4 == 0 && columns_each % 4 == 0);

  // Of a multiprocessor, at least: what registers are shared out for.
  static constexpr int32_t blocks = 384 / threads;

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
    Finish finish;            // of this kind, or one that stores
  };
  static constexpr Finish::Kind kind = transposed_a ? Finish::store : transposed_b ? Finish::backward : Finish::forward;
  static_assert(WEFT_MAX_WIDTH / tile_columns <= 65535, "a grid has no more blocks along y");

  using PieceA = Piece<tile_rows, depth, threads, !transposed_a>;
  using PieceB = Piece<tile_columns, depth, threads, transposed_b>;

  // In shared memory: two buffers with a piece of op(a) and one of op(b); after the last piece, in the same place, the
  // tile of c, some of its rows at a time.
  static constexpr int32_t floats_buffer = PieceA::floats + PieceB::floats;
  static constexpr int32_t height = thread_rows * 4;
  static constexpr int32_t pitch = tile_columns + 4;
  static constexpr int32_t floats_c = height * pitch;
  static constexpr int32_t shared_bytes = (2 * floats_buffer > floats_c ? 2 * floats_buffer : floats_c) * 4;
  static_assert(shared_bytes <= 48 << 10, "more has to be asked for at every launch");

  // Element (row, column) of the thread's: rows and columns come in fours, which lie apart by all threads' fours.
  using Sums = Registers<Registers<float, columns_each>, rows_each>;

  // A tile's place, and the thread's in it.
  struct Place {
    int64_t replica;
    int64_t split;
    int64_t first_row;
    int64_t first_column;
    int32_t own_row;  // of the thread's first four
    int32_t own_column;
  };

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& args) {
    int32_t thread = block.thread();
    int32_t lane = thread % 32;
    Place place{block.index_z() / args.splits,
                block.index_z() % args.splits,
                int64_t{block.index()} * tile_rows,
                int64_t{block.index_y()} * tile_columns,
                4 * (thread / 32 * 4 + (lane >> 2 & 1) * 2 + (lane & 1)),
                4 * ((lane >> 3) * 2 + (lane >> 1 & 1))};
    Sums sums = {};
    add_up(block, args, place, sums);
    // By way of shared memory, so that finishing is one loop with neighbouring threads on neighbouring columns.
    auto tile = block.template shared<float>(0, floats_c);
    WEFT_UNROLL
    for (int32_t i = 0; i < rows_each; i += 4) {
      WEFT_UNROLL
      for (int32_t r = 0; r < 4; r++) {
        WEFT_UNROLL
        for (int32_t j = 0; j < columns_each; j += 4) {
          Pack<float, 4> four{{sums[i + r][j], sums[i + r][j + 1], sums[i + r][j + 2], sums[i + r][j + 3]}};
          tile.template store<4>((place.own_row + r) * pitch + place.own_column + j * thread_columns, four);
        }
      }
      block.sync();
      finish(args, place, tile, thread, place.first_row + i * thread_rows);
      if (i + 4 < rows_each) block.sync();
    }
  }

 private:
  // The sums along the split; all threads have read shared memory for the last time when this returns.
  template <typename Block>
  static WEFT_BODY void add_up(Block& block, const Args& args, const Place& place, Sums& sums) {
    int64_t from = place.split * args.split_inner;
    int64_t to = from + args.split_inner < args.inner ? from + args.split_inner : args.inner;
    int64_t stored_rows = args.rows - args.ones_row;
    PieceA a({args.a.of(args.runs, place.replica), transposed_a ? stored_rows : args.inner, stored_rows, args.ones_row,
              place.first_row, from, to},
             block.thread());
    PieceB b({args.b.of(args.runs, place.replica), transposed_b ? args.inner : args.columns, args.columns, 0,
              place.first_column, from, to},
             block.thread());
    // The piece that is not whole comes first, so that the loop has none.
    int32_t inner = static_cast<int32_t>(to - from);
    int32_t real = (inner - 1) % depth + 1;
    a.fetch(real);
    b.fetch(real);
    if (a.vectors() && b.vectors()) {
      add_pieces<true>(block, place, a, b, inner / depth - (real == depth ? 1 : 0), sums);
    } else {
      add_pieces<false>(block, place, a, b, inner / depth - (real == depth ? 1 : 0), sums);
    }
  }

  // Adds the pieces that have been fetched, and `more` whole ones.
  template <bool vectors, typename Block>
  static WEFT_BODY void add_pieces(Block& block, const Place& place, PieceA& a, PieceB& b, int32_t more, Sums& sums) {
    auto buffers = block.template shared<float>(0, 2 * floats_buffer);
    int32_t current = 0;
    WEFT_UNROLL_BY(1)
    for (;; more--) {
      a.put(buffers.from(current));
      b.put(buffers.from(current + PieceA::floats));
      block.sync();
      if (more > 0) {
        if constexpr (vectors) {
          a.fetch_vectors();
          b.fetch_vectors();
        } else {
          a.fetch(depth);
          b.fetch(depth);
        }
      }
      multiply(buffers.from(current + place.own_row), buffers.from(current + PieceA::floats + place.own_column), sums);
      if (more == 0) break;
      current = floats_buffer - current;
    }
    block.sync();
  }

  // What a thread multiplies of one row of a piece.
  struct Row {
    Registers<Pack<float, 4>, rows_each / 4> left;
    Registers<Pack<float, 4>, columns_each / 4> right;
  };

  static WEFT_BODY void load(const Shared<float>& a, const Shared<float>& b, int32_t k, Row& row) {
    WEFT_UNROLL
    for (int32_t i = 0; i < rows_each / 4; i++) row.left[i] = a.load<4>(k * PieceA::pitch + i * thread_rows * 4);
    WEFT_UNROLL
    for (int32_t j = 0; j < columns_each / 4; j++) row.right[j] = b.load<4>(k * PieceB::pitch + j * thread_columns * 4);
  }

  // Adds one piece, seen from the thread's first row and column. Rows are loaded `ahead` rows before they are needed.
  static WEFT_BODY void multiply(const Shared<float>& a, const Shared<float>& b, Sums& sums) {
    WEFT_UNROLL
    for (int32_t k = 0; k < depth; k++) {
      Row row;
      load(a, b, k, row);
      WEFT_UNROLL
      for (int32_t i = 0; i < rows_each; i++) {
        WEFT_UNROLL
        for (int32_t j = 0; j < columns_each; j++) {
          sums[i][j] = fmaf(row.left[i / 4][i % 4], row.right[j / 4][j % 4], sums[i][j]);
        }
      }
    }
  }

  // Stores or finishes the rows of c from first_row on, which lie in `tile`: a thread some elements of one column.
  static WEFT_BODY void finish(const Args& args, const Place& place, const Shared<float>& tile, int32_t thread,
                               int64_t first_row) {
    constexpr int32_t step = threads / tile_columns;
    // Where elements are read before they are written: that many at once.
    constexpr int32_t together = kind == Finish::backward ? 4 : 1;
    static_assert(step * tile_columns == threads && height % (together * step) == 0);
    int64_t column = place.first_column + thread % tile_columns;
    if (column >= args.columns) return;
    int32_t rows = args.rows - first_row < height ? static_cast<int32_t>(args.rows - first_row) : height;
    auto sums = tile.from(thread % tile_columns);
    if (args.partials != nullptr) {
      float* partials = args.partials + place.replica * args.partials_stride +
                        (place.split * args.rows + first_row) * args.columns + column;
      WEFT_UNROLL_BY(4)
      for (int32_t row = thread / tile_columns; row < rows; row += step) {
        partials[row * args.columns] = sums[row * pitch];
      }
      return;
    }
    Finisher<kind> finisher(args.finish, args.runs, args.cursors, place.replica, column);
    int64_t first = first_row * args.columns + column;
    WEFT_UNROLL_BY(1)
    for (int32_t row = thread / tile_columns; row < rows; row += together * step) {
      Registers<typename Finisher<kind>::Inputs, together> inputs;
      WEFT_UNROLL
      for (int32_t i = 0; i < together; i++) {
        if (row + i * step < rows) inputs[i] = finisher.read(first + (row + i * step) * args.columns);
      }
      WEFT_UNROLL
      for (int32_t i = 0; i < together; i++) {
        int32_t own = row + i * step;
        if (own < rows) finisher.write(first + own * args.columns, sums[own * pitch], inputs[i]);
      }
    }
  }
};

// Two tiles: one for small results, of which a GPU needs many blocks, and one that reuses more of what it reads.
template <bool transposed_a, bool transposed_b>
using SmallMatmul = Matmul<32, 32, 16, 4, 4, transposed_a, transposed_b>;
template <bool transposed_a, bool transposed_b>
using LargeMatmul = Matmul<128, 64, 8, 8, 8, transposed_a, transposed_b>;

// x W, x' dz and dz W', in both tiles.
using SmallProduct = SmallMatmul<false, false>;
using SmallGradient = SmallMatmul<true, false>;
using SmallBackward = SmallMatmul<false, true>;
using LargeProduct = LargeMatmul<false, false>;
using LargeGradient = LargeMatmul<true, false>;
using LargeBackward = LargeMatmul<false, true>;

}  // namespace weft::cuda
