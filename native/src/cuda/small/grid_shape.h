// How a batch is shared out among the blocks of the device, for the two kernels of grid.h and grid_update.h.
#pragma once

#include <stdint.h>

#include "cuda/small/shape.h"
#include "portable.h"

namespace weft::cuda::small {

// Parts that a batch is cut into at most: about as many as a large GPU has multiprocessors.
constexpr int32_t most_teams = 128;

// One batch of a slice. What teams there are follows from its rows alone.
struct GridStep {
  int32_t step;   // of the slice
  int32_t first;  // of the batch's samples, in the slice's order
  int32_t rows;   // of the batch
  int32_t team_rows;
  int32_t teams;
  int32_t gradient_pitch;  // floats from a team's gradients to the next one's
};

constexpr GridStep grid_step(int32_t step, int32_t first, int32_t rows, int64_t parameters) {
  int32_t chunks = (rows - 1) / chunk_rows + 1;
  int32_t team_rows = ((chunks - 1) / most_teams + 1) * chunk_rows;
  int32_t gradient_pitch = static_cast<int32_t>((parameters + 3) / 4 * 4);
  return {step, first, rows, team_rows, (rows - 1) / team_rows + 1, gradient_pitch};
}

// What a team's rows came to.
struct TeamResult {
  double loss;  // the sum
  int64_t correct;
};

// A replica's scratch: [teams][gradient_pitch] gradients, then [teams] results.
constexpr int64_t grid_scratch_floats(int32_t teams, int32_t gradient_pitch) {
  return static_cast<int64_t>(teams) * (gradient_pitch + static_cast<int32_t>(sizeof(TeamResult) / sizeof(float)));
}

WEFT_DEVICE inline TeamResult* results_of(const GridStep& step, float* scratch) {
  return reinterpret_cast<TeamResult*>(scratch + static_cast<int64_t>(step.teams) * step.gradient_pitch);
}

struct GridArguments : Arguments {
  GridStep step;
};

}  // namespace weft::cuda::small
