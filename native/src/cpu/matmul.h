// Matrix products on a thread team: OpenBLAS on tiles whose cut depends on the shapes alone, so that the result is
// bitwise the same for any number of threads. Each output element is one sgemm's sum.
#pragma once

#include <cstdint>

#include "cpu/blas.h"
#include "cpu/thread_team.h"

namespace weft::cpu {

// A matrix as sgemm reads it: row after row, `stride` floats apart; transposed where op(A) is A transposed.
struct MatrixView {
  const float* data;
  int64_t stride;
  bool transposed = false;
};

// c = a b + beta c, with op(a) [rows, inner], op(b) [inner, columns], c [rows, columns] without gaps.
void matmul(const Blas& blas, ThreadTeam& team, int64_t rows, int64_t columns, int64_t inner, MatrixView a,
            MatrixView b, float beta, float* c);

}  // namespace weft::cpu
