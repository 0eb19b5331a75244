#include "cpu/matmul.h"

#include <algorithm>

namespace weft::cpu {
namespace {

// Below this many multiplications a tile costs less than waking a thread for it.
constexpr int64_t multiplications_per_tile = 1 << 21;

constexpr int64_t most_tiles = 16;

// OpenBLAS's kernels work on blocks of 16 rows or columns.
constexpr int64_t granularity = 16;

// Each tile packs both of its operands anew. Measured with OpenBLAS 0.3.31 on AVX-512: packing the right one costs as
// much as this many rows of the product, packing the left one as much as so many columns.
constexpr double packing_right = 44;
constexpr double packing_left = 22;

// What tiles may add to the packing that a single one needs, as a part of the product's own time: fewer threads than
// there might be on a large machine, but little lost on a small one.
constexpr double tolerated = 0.09;

// OpenBLAS multiplies matrices of up to so many multiplications without packing them, which is the faster way where few
// rows share what is packed, or few inner elements.
constexpr int64_t unpacked_multiplications = 1000 * 1000;
constexpr int64_t few = 32;

// One side cut into parts of the same extent, but for the last.
struct Cut {
  Cut(int64_t length, int64_t longest) : extent(std::min(length, longest)), parts((length + extent - 1) / extent) {}

  static Cut into(int64_t length, int64_t wanted) {
    return {length, ((length + wanted - 1) / wanted + granularity - 1) / granularity * granularity};
  }

  int64_t extent;
  int64_t parts;
};

struct Tiling {
  Cut rows;
  Cut columns;

  int64_t tiles() const { return rows.parts * columns.parts; }
  double packing() const {
    return packing_right / static_cast<double>(rows.extent) + packing_left / static_cast<double>(columns.extent);
  }
};

// The most tiles that are worth it, by the shape alone.
Tiling tiling_of(int64_t rows, int64_t columns, int64_t inner) {
  Tiling unpacked{Cut(rows, 64), Cut(columns, inner <= few ? 256 : 32)};
  bool small = unpacked.rows.extent * unpacked.columns.extent * inner <= unpacked_multiplications;
  if (small && (rows <= few || inner <= few)) return unpacked;
  Tiling best{Cut(rows, rows), Cut(columns, columns)};
  double limit = best.packing() + tolerated;
  int64_t most = std::min(rows * columns * inner / multiplications_per_tile, most_tiles);
  for (int64_t row_parts = 1; row_parts <= most; row_parts *= 2) {
    for (int64_t column_parts = 1; row_parts * column_parts <= most; column_parts *= 2) {
      Tiling tiling{Cut::into(rows, row_parts), Cut::into(columns, column_parts)};
      if (tiling.packing() > limit) continue;
      bool more = tiling.tiles() > best.tiles();
      bool cheaper = tiling.tiles() == best.tiles() && tiling.packing() < best.packing();
      if (more || cheaper) best = tiling;
    }
  }
  return best;
}

MatrixView from_row(MatrixView matrix, int64_t row) {
  return {matrix.data + (matrix.transposed ? row : row * matrix.stride), matrix.stride, matrix.transposed};
}

MatrixView from_column(MatrixView matrix, int64_t column) {
  return {matrix.data + (matrix.transposed ? column * matrix.stride : column), matrix.stride, matrix.transposed};
}

}  // namespace

void matmul(const Blas& blas, ThreadTeam& team, int64_t rows, int64_t columns, int64_t inner, MatrixView a,
            MatrixView b, float beta, float* c) {
  auto product = [&](int64_t first_row, int64_t row_count, int64_t first_column, int64_t column_count) {
    MatrixView tile_a = from_row(a, first_row);
    MatrixView tile_b = from_column(b, first_column);
    auto size = [](int64_t value) { return static_cast<blasint>(value); };
    blas.sgemm(CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
               size(row_count), size(column_count), size(inner), 1.0f, tile_a.data, size(a.stride), tile_b.data,
               size(b.stride), beta, c + first_row * columns + first_column, size(columns));
  };
  Tiling tiling = tiling_of(rows, columns, inner);
  team.run(tiling.tiles(), [&](int64_t tile) {
    int64_t row = tile / tiling.columns.parts * tiling.rows.extent;
    int64_t column = tile % tiling.columns.parts * tiling.columns.extent;
    product(row, std::min(tiling.rows.extent, rows - row), column, std::min(tiling.columns.extent, columns - column));
  });
}

}  // namespace weft::cpu
