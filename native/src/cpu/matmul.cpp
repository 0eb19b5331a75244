#include "cpu/matmul.h"

#include <algorithm>

namespace weft::cpu {
namespace {

// Below this many multiplications a tile costs less than waking a thread for it.
constexpr int64_t multiplications_per_tile = 1 << 19;

// Each tile packs the operand that it does not cut anew: few, large tiles keep that small.
constexpr int64_t most_tiles = 16;

// OpenBLAS's kernels work on blocks of 16 rows or columns.
constexpr int64_t granularity = 16;

struct Tiling {
  int64_t extent;  // rows or columns of a tile
  int64_t tiles;
};

Tiling tiling_of(int64_t length, int64_t multiplications) {
  int64_t wanted = std::clamp<int64_t>(multiplications / multiplications_per_tile, 1, most_tiles);
  int64_t extent = (length + wanted - 1) / wanted;
  extent = (extent + granularity - 1) / granularity * granularity;
  return {extent, (length + extent - 1) / extent};
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
  // The longer side is cut, so that the operand packed anew by every tile is the smaller one.
  bool by_rows = rows >= columns;
  int64_t length = by_rows ? rows : columns;
  Tiling tiling = tiling_of(length, rows * columns * inner);
  team.run(tiling.tiles, [&](int64_t tile) {
    int64_t first = tile * tiling.extent;
    int64_t count = std::min(tiling.extent, length - first);
    if (by_rows) {
      product(first, count, 0, columns);
    } else {
      product(0, rows, first, count);
    }
  });
}

}  // namespace weft::cpu
