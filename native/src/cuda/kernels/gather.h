// Reads a batch: x [rows, width] of each replica, from the samples that its order names; pixels become value / 255. The
// input dropout of the first layer is applied on the way.
//
// One block copies one row of one replica, its threads side by side.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/kernels/elements.h"

namespace weft::cuda {

struct Gather : KernelFacts {
  static constexpr int32_t threads = 128;

  // Grid: x rows, z replicas.
  struct Args {
    const ReplicaRun* runs;
    const Cursor* cursors;
    Samples samples;
    float* x;
    int64_t stride;       // of x, from replica to replica
    uint64_t drop_below;  // 0: no dropout
    float drop_scale;
  };

  static constexpr bool meets = false;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    const ReplicaRun& replica = a.runs[block.index_z()];
    const Cursor& cursor = a.cursors[block.index_z()];
    int64_t width = a.samples.width;
    int64_t row = block.index();
    int64_t sample = sample_of(replica, cursor, row);
    const uint8_t* pixels =
        a.samples.pixels != nullptr ? pixels_at(replica, a.samples, cursor.first + row, sample) : nullptr;
    const float* values = a.samples.values != nullptr ? a.samples.values + sample * a.samples.pitch / 4 : nullptr;
    float* x = a.x + block.index_z() * a.stride + row * width;
    DropoutMask mask{a.drop_below, a.drop_scale, replica.seed, 0,
                     static_cast<uint32_t>(replica.first_step + cursor.step)};
    for (int64_t i = block.thread(); i < width; i += threads) {
      float value = pixels != nullptr ? static_cast<float>(pixels[i]) * pixel_scale : values[i];
      x[i] = a.drop_below > 0 ? dropped(mask, row * width + i, value) : value;
    }
  }
};

}  // namespace weft::cuda
