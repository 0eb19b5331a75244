// What every computation on the CPU needs: the team, the kernels of the instruction set, OpenBLAS. The steps of a
// network and the single operations of the ABI are both made of these calls, so tests of the operations test what
// trains.
#pragma once

#include <cstdint>

#include "architecture.h"
#include "cpu/blas.h"
#include "cpu/kernels.h"
#include "cpu/thread_team.h"

namespace weft::cpu {

class Compute {
 public:
  Compute(const Blas& blas, const Kernels& kernels, int threads) : blas_(blas), kernels_(kernels), team_(threads) {}

  int threads() const { return team_.threads(); }
  const Blas& blas() const { return blas_; }
  const Kernels& kernels() const { return kernels_; }
  ThreadTeam& team() { return team_; }

  // z = xW + b: x [batch, in], kernel [in, out], bias [out], z [batch, out].
  void dense_forward(int64_t batch, int64_t in, int64_t out, const float* x, const float* kernel, const float* bias,
                     float* z);
  // dkernel = x' dz, dbias = column sums of dz, and dx = dz W' where dx is not null.
  void dense_backward(int64_t batch, int64_t in, int64_t out, const float* x, const float* kernel, const float* dz,
                      float* dx, float* dkernel, float* dbias);
  void activation_forward(Activation activation, int64_t count, const float* z, float* y);
  void activation_backward(Activation activation, int64_t count, const float* z, const float* y, const float* dy,
                           float* dz);
  void dropout(const Dropout& dropout, uint64_t seed, uint32_t layer, uint32_t step, int64_t count, const float* x,
               float* y);
  // y = output(z), both [rows, width].
  void output(OutputFunction function, int64_t rows, int64_t width, const float* z, float* y);
  // Fills in rows.row_losses, outputs and dlogits.
  void loss(Loss loss, const LossRows& rows);
  // The average may be null.
  void update(Tensor tensor, const OptimizerStep& step, int64_t count, const float* g, float* w, float* m, float* v,
              float* average);

  // Scales gradients of all tensors so that their norm is clip_norm at most.
  void clip(float clip_norm, int64_t count, float* gradients);

  // Calls body(first, count) for pieces of `total` items of `cost` elements each; pieces do not depend on threads.
  template <typename Body>
  void for_pieces(int64_t total, int64_t cost, const Body& body) {
    int64_t piece = piece_of(cost);
    team_.run((total + piece - 1) / piece, [&](int64_t tile) {
      int64_t first = tile * piece;
      body(first, total - first < piece ? total - first : piece);
    });
  }

 private:
  // Items of a piece: multiples of 16, so that pieces begin on a cache line and on a whole block of random numbers.
  static int64_t piece_of(int64_t cost) {
    constexpr int64_t piece_elements = 1 << 15;
    return (piece_elements / cost + 16) / 16 * 16;
  }

  const Blas& blas_;
  const Kernels& kernels_;
  ThreadTeam team_;
};

using weft::dropout_mask;

}  // namespace weft::cpu
