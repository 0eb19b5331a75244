#include "cuda/wide_product.h"

#include <algorithm>

#include "cuda/kernels/column_sums.h"

namespace weft::cuda {
namespace {

constexpr int64_t least_side = 128;
constexpr int64_t least_multiplications = int64_t{1} << 26;
// Of a matrix, so that cuBLAS's own indices are in range.
constexpr int64_t most_elements = INT32_MAX;

// The matrix of a replica, as the host knows it.
float* of(const Matrix& matrix, const Batch& batch, int64_t replica) {
  if (matrix.base != nullptr) return matrix.base + replica * matrix.stride;
  return batch.wide.parameters + replica * batch.wide.stride + matrix.parameter;
}

}  // namespace

bool is_wide(int64_t rows, int64_t in, int64_t out) {
  if (std::min({rows, in, out}) < least_side) return false;
  if (std::max({rows * in, rows * out, in * out}) > most_elements) return false;
  // No overflow: a side has fewer than 2^24 elements then.
  return rows * in * out >= least_multiplications;
}

void multiply_wide(Device& device, const Batch& batch, Operands operands, const Product& product) {
  const Finish& finish = product.finish;
  int64_t stored_rows = product.rows - (product.ones_row ? 1 : 0);
  for (int64_t replica = 0; replica < batch.replicas; replica++) {
    batch.wide.cublas->multiply({operands == Operands::gradient, operands == Operands::backward, stored_rows,
                                 product.columns, product.inner, of(product.a, batch, replica),
                                 of(product.b, batch, replica), of(finish.y, batch, replica)});
  }
  if (product.ones_row) {
    launch<ColumnSums>(device, {blocks_for(product.columns, ColumnSums::width), 1, batch.replicas},
                       {product.inner, product.columns, product.b.base, product.b.stride,
                        finish.y.base + stored_rows * product.columns, finish.y.stride});
  }
  if (finish.kind == Finish::store) return;
  // In place: a thread reads its element before it writes it.
  launch<FinishSplits>(
      device, {blocks_for(product.rows * product.columns, FinishSplits::threads), 1, batch.replicas},
      {batch.runs, batch.cursors, product.rows, product.columns, 1, finish.y.base, finish.y.stride, finish});
}

}  // namespace weft::cuda
