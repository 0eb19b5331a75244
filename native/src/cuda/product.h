// Matrix products on a device: which kernel, which grid, and how inner is cut. All of it follows from the shape alone,
// so that a product is bitwise the same whatever else runs, and for every replica.
#pragma once

#include "cuda/kernels/finish.h"
#include "cuda/launch.h"

namespace weft::cuda {

enum class Operands {
  forward,   // x [rows, inner] W [inner, columns]
  gradient,  // x' dz: a is stored [inner, rows or rows - 1]; the last row may be one of ones
  backward,  // dz W': b is stored [columns, inner]
};

// How a product is cut.
struct Cut {
  bool large;           // which tile
  int32_t splits;       // pieces of inner
  int64_t split_inner;  // their length, but for the last
};

// Of a product whose sums may be split; a GPU has work for a few hundred blocks.
Cut cut_of(int64_t rows, int64_t columns, int64_t inner);
// Of one whose sums may not: outside training, so that a sample's outputs do not depend on those computed with it.
Cut uncut(int64_t rows, int64_t columns, int64_t inner);
// No shape with this many rows and columns and up to `inner` is cut into more pieces.
int32_t most_splits(int64_t rows, int64_t columns, int64_t inner);

// Elements that the splits of a product with up to `most_rows` rows can have together.
int64_t partials_room(int64_t most_rows, int64_t columns, int64_t inner);

struct Product {
  int64_t rows;
  int64_t columns;
  int64_t inner;
  Matrix a;
  Matrix b;
  bool ones_row = false;
  Finish finish;
};

class Cublas;

// What cuBLAS needs for the products of wide layers (wide_product.h); no cuBLAS: our own tiles compute them too. The
// parameters are those that the runs point to, known to the host.
struct WideLayers {
  Cublas* cublas = nullptr;
  float* parameters = nullptr;  // of the first replica
  int64_t stride = 0;           // from replica to replica
};

// The rows and replicas of a batch, and where they are; device pointers.
struct Batch {
  const ReplicaRun* runs;
  Cursor* cursors;
  Samples samples;
  int64_t rows;
  int64_t replicas;
  WideLayers wide = {};
  bool clips = false;  // whether an update asks for the norm of all gradients
};

// Finishes every element; partials [splits, rows, columns] a replica may be null where the cut has one split.
void multiply(Device& device, const Batch& batch, Operands operands, const Product& product, const Cut& cut,
              float* partials, int64_t partials_stride);

// Leaves the splits' sums in `partials`, unfinished.
void multiply_unfinished(Device& device, const Batch& batch, Operands operands, const Product& product, const Cut& cut,
                         float* partials, int64_t partials_stride);

}  // namespace weft::cuda
