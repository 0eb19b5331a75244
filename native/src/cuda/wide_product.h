// Matrix products of wide layers, by cuBLAS. What a product needs around it is done by kernels of ours: bias,
// activation and dropout over its result, in place, and the bias's row of a gradient.
//
// Bitwise the same for a replica among others and alone: each has a call of its own, of the same shape, with matrices
// that are aligned alike. Outside training nothing is computed here: cuBLAS may sum up in another order where a batch
// has another number of rows, and a sample's outputs must not depend on those computed with it.
#pragma once

#include "cuda/cublas.h"
#include "cuda/product.h"

namespace weft::cuda {

// Whether a layer's products are worth a call of cuBLAS, by shape alone: all three of them, x W, x' dz and dz W', have
// the sides rows, in and out, in some order.
//
// The estimate: our tiles reach about half of what cuBLAS does of a large GPU's 50 TFLOPS, and cuBLAS costs a kernel
// and a pass over the result more, about 2 us. So it gains from 100 MFLOP on: 2^27, or 2^26 multiplications. A side
// below 128 fills no tile of its kernels.
bool is_wide(int64_t rows, int64_t in, int64_t out);

// Whether cuBLAS computes a batch's products of such a layer.
inline bool by_cublas(const Batch& batch, int64_t in, int64_t out) {
  return batch.wide.cublas != nullptr && is_wide(batch.rows, in, out);
}

// As multiply(): op(a) op(b), finished, for each replica of the batch.
void multiply_wide(Device& device, const Batch& batch, Operands operands, const Product& product);

}  // namespace weft::cuda
