#include "cuda/product.h"

#include <algorithm>

#include "cuda/kernels/matmul.h"
#include "error.h"

namespace weft::cuda {
namespace {

// As many blocks as keep the largest of today's GPUs (132 to 160 multiprocessors) busy.
constexpr int64_t enough_blocks = 256;
// A piece of inner shorter than this costs more to add up than it saves.
constexpr int64_t least_split = 128;
constexpr int64_t most_pieces = 64;
// With fewer large tiles than this the small ones fill a GPU better.
constexpr int64_t enough_large_tiles = 96;

template <typename Tile>
int64_t tiles(int64_t rows, int64_t columns) {
  return blocks_for(rows, Tile::tile_height) * blocks_for(columns, Tile::tile_width);
}

bool takes_large(int64_t rows, int64_t columns) {
  return columns > SmallProduct::tile_width && tiles<LargeProduct>(rows, columns) >= enough_large_tiles;
}

template <typename Kernel>
void start(Device& device, const Batch& batch, const Product& product, const Cut& cut, float* partials,
           int64_t partials_stride) {
  Finish::Kind kind = product.finish.kind;
  require(kind == Finish::store || kind == Kernel::kind, "a product of these operands cannot be finished so");
  Grid grid{blocks_for(product.rows, Kernel::tile_height), blocks_for(product.columns, Kernel::tile_width),
            batch.replicas * cut.splits};
  typename Kernel::Args args{batch.runs,    batch.cursors,   product.rows, product.columns,
                             product.inner, product.a,       product.b,    product.ones_row ? 1 : 0,
                             cut.splits,    cut.split_inner, partials,     partials_stride,
                             product.finish};
  launch<Kernel>(device, grid, args);
}

}  // namespace

int32_t most_splits(int64_t rows, int64_t columns, int64_t inner) {
  if (takes_large(rows, columns)) return 1;
  int64_t wanted = enough_blocks / tiles<SmallProduct>(rows, columns);
  return static_cast<int32_t>(std::clamp<int64_t>(std::min(wanted, inner / least_split), 1, most_pieces));
}

int64_t partials_room(int64_t most_rows, int64_t columns, int64_t inner) {
  int64_t pieces = std::min(inner / least_split, most_pieces);
  if (pieces < 2) return 0;
  // Only products of few small tiles are cut, into as many pieces as make enough blocks.
  return std::min(most_rows * columns * pieces, enough_blocks * SmallProduct::tile_height * SmallProduct::tile_width);
}

Cut cut_of(int64_t rows, int64_t columns, int64_t inner) {
  int64_t pieces = most_splits(rows, columns, inner);
  // Whole steps of the kernels' loop along inner.
  int64_t length = pieces == 1 ? inner : blocks_for(blocks_for(inner, pieces), 16) * 16;
  return {takes_large(rows, columns), static_cast<int32_t>(blocks_for(inner, length)), length};
}

Cut uncut(int64_t rows, int64_t columns, int64_t inner) { return {takes_large(rows, columns), 1, inner}; }

void multiply_unfinished(Device& device, const Batch& batch, Operands operands, const Product& product, const Cut& cut,
                         float* partials, int64_t partials_stride) {
  switch (operands) {
    case Operands::forward:
      return cut.large ? start<LargeProduct>(device, batch, product, cut, partials, partials_stride)
                       : start<SmallProduct>(device, batch, product, cut, partials, partials_stride);
    case Operands::gradient:
      return cut.large ? start<LargeGradient>(device, batch, product, cut, partials, partials_stride)
                       : start<SmallGradient>(device, batch, product, cut, partials, partials_stride);
    case Operands::backward:
      return cut.large ? start<LargeBackward>(device, batch, product, cut, partials, partials_stride)
                       : start<SmallBackward>(device, batch, product, cut, partials, partials_stride);
  }
}

void multiply(Device& device, const Batch& batch, Operands operands, const Product& product, const Cut& cut,
              float* partials, int64_t partials_stride) {
  if (cut.splits == 1) return multiply_unfinished(device, batch, operands, product, cut, nullptr, 0);
  multiply_unfinished(device, batch, operands, product, cut, partials, partials_stride);
  Grid grid{blocks_for(product.rows * product.columns, FinishSplits::threads), 1, batch.replicas};
  launch<FinishSplits>(device, grid,
                       {batch.runs, batch.cursors, product.rows, product.columns, cut.splits, partials, partials_stride,
                        product.finish});
}

}  // namespace weft::cuda
