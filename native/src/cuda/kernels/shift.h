// Writes the rows that replicas read in place of the data set's, where they shift its images: [samples of the slice,
// pitch] of each, in its order. Shared memory of small networks and matrices of wide ones are filled from there alike.
//
// One block writes one row of one replica, its threads side by side.
#pragma once

#include "cuda/kernels/block.h"
#include "cuda/run.h"

namespace weft::cuda {

struct ShiftRows : KernelFacts {
  static constexpr int32_t threads = 128;

  // Grid: x samples of the slice, z replicas.
  struct Args {
    const ReplicaRun* runs;
    Samples samples;
    int64_t batch_size;
  };

  static constexpr bool meets = false;

  template <typename Block>
  static WEFT_BODY void run(Block& block, const Args& a) {
    const ReplicaRun& replica = a.runs[block.index_z()];
    if (replica.rows == nullptr) return;
    int64_t at = block.index();
    const uint8_t* from = a.samples.pixels + replica.order[at] * a.samples.pitch;
    uint8_t* to = replica.rows + at * a.samples.pitch;
    Offset by = shift_offset(replica.shift, replica.seed, at % a.batch_size, replica.first_step + at / a.batch_size);
    for (int32_t i = block.thread(); i < a.samples.pitch; i += threads) {
      to[i] = i < a.samples.width ? shifted_pixel(replica.shift, by, from, i) : static_cast<uint8_t>(0);
    }
  }
};

}  // namespace weft::cuda
