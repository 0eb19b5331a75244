#include "cpu/compute.h"

#include <vector>

#include "cpu/matmul.h"

namespace weft::cpu {

void Compute::dense_forward(int64_t batch, int64_t in, int64_t out, const float* x, const float* kernel,
                            const float* bias, float* z) {
  for_pieces(batch, out, [&](int64_t first, int64_t count) { kernels_.fill_rows(count, out, bias, z + first * out); });
  matmul(blas_, team_, batch, out, in, {x, in}, {kernel, out}, 1.0f, z);
}

void Compute::dense_backward(int64_t batch, int64_t in, int64_t out, const float* x, const float* kernel,
                             const float* dz, float* dx, float* dkernel, float* dbias) {
  matmul(blas_, team_, in, out, batch, {x, in, true}, {dz, out}, 0.0f, dkernel);
  for_pieces(out, batch,
             [&](int64_t first, int64_t count) { kernels_.column_sums(batch, count, out, dz + first, dbias + first); });
  if (dx != nullptr) matmul(blas_, team_, batch, in, out, {dz, out}, {kernel, out, true}, 0.0f, dx);
}

void Compute::activation_forward(Activation activation, int64_t count, const float* z, float* y) {
  for_pieces(count, 1, [&](int64_t first, int64_t length) {
    kernels_.activation_forward(&activation, length, z + first, y + first);
  });
}

void Compute::activation_backward(Activation activation, int64_t count, const float* z, const float* y, const float* dy,
                                  float* dz) {
  for_pieces(count, 1, [&](int64_t first, int64_t length) {
    kernels_.activation_backward(&activation, length, z + first, y + first, dy + first, dz + first);
  });
}

void Compute::dropout(const Dropout& dropout, uint64_t seed, uint32_t layer, uint32_t step, int64_t count,
                      const float* x, float* y) {
  DropoutMask mask = dropout_mask(dropout, seed, layer, step);
  for_pieces(count, 1,
             [&](int64_t first, int64_t length) { kernels_.dropout(&mask, first, length, x + first, y + first); });
}

void Compute::output(OutputFunction function, int64_t rows, int64_t width, const float* z, float* y) {
  for_pieces(rows, width, [&](int64_t first, int64_t count) {
    kernels_.output(function, count, width, z + first * width, y + first * width);
  });
}

void Compute::loss(Loss loss, const LossRows& rows) {
  for_pieces(rows.rows, rows.width, [&](int64_t first, int64_t count) {
    LossRows piece = rows;
    piece.rows = count;
    piece.logits += first * rows.width;
    piece.targets += first * rows.width;
    piece.weights += first;
    piece.row_losses += first;
    if (piece.outputs != nullptr) piece.outputs += first * rows.width;
    if (piece.dlogits != nullptr) piece.dlogits += first * rows.width;
    kernels_.loss(loss, &piece);
  });
}

void Compute::update(Tensor tensor, const OptimizerStep& step, int64_t count, const float* g, float* w, float* m,
                     float* v, float* average) {
  for_pieces(count, 1, [&](int64_t first, int64_t length) {
    kernels_.update(tensor, &step, length, g + first, w + first, m + first, v + first,
                    average == nullptr ? nullptr : average + first);
  });
}

void Compute::clip(float clip_norm, int64_t count, float* gradients) {
  int64_t piece = piece_of(1);
  std::vector<double> sums(static_cast<std::size_t>((count + piece - 1) / piece));
  for_pieces(count, 1, [&](int64_t first, int64_t length) {
    sums[static_cast<std::size_t>(first / piece)] = squared_sum(gradients + first, length);
  });
  double squared_norm = 0;
  for (double sum : sums) squared_norm += sum;
  float scale = clip_scale(clip_norm, squared_norm);
  if (scale == 1) return;
  for_pieces(count, 1, [&](int64_t first, int64_t length) {
    for (int64_t i = first; i < first + length; i++) gradients[i] *= scale;
  });
}

}  // namespace weft::cpu
