// How the fused path lays out its matrices. All sizes are in floats.
//
// Kernels are cut into panels of as many columns as a vector has lanes: panel p of a layer is [in][lanes], so that the
// columns of a thread are contiguous and stay in its core's cache. Columns beyond the layer's width are 0 and stay 0.
//
// Samples and activations stand in blocks of rows that lie a constant distance apart, which makes every address in the
// matrix loops a base and a constant: a batch's rows are cut into blocks of columns, activations are one block.
#pragma once

#include <stdint.h>

namespace weft::cpu::fused {

// Rows of a chunk of the batch: its samples as floats (64 x 784 x 4 = 200 KB) stay in the second-level cache between
// the forward pass and the gradient.
constexpr int64_t chunk_rows = 64;

// The distance between rows: nine cache lines, an odd number, so that rows spread over all sets of the cache.
constexpr int64_t row_stride = 144;

// Columns of a block of samples: 8 tiles of 14 for the gradient, and 28 KB of touched lines for the first-level cache.
constexpr int64_t block_columns = 112;

constexpr int64_t block_size = chunk_rows * row_stride;

// The widest hidden or output layer: one block of activations holds it.
constexpr int32_t max_width = 128;

inline int64_t blocks_for(int64_t width) { return (width + block_columns - 1) / block_columns; }

}  // namespace weft::cpu::fused
