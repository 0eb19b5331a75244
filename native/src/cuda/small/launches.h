// The launches that a plan is made of, in order: the same for a GPU and for every way in which tests run kernels.
#pragma once

#include "cuda/launch.h"
#include "cuda/small/programs.h"

namespace weft::cuda::small {

// Starts a kernel by launch(kernel, grid, args), which is false where it is refused, and nothing has begun then.
//
// One launch a slice.
template <class Kind, class Launch>
bool start(TrainSlice<Kind> kernel, const Arguments& arguments, int32_t replicas, const Launch& launch) {
  const Shape& shape = arguments.shape;
  Grid grid;
  grid.x = int64_t{replicas} * shape.cluster;
  grid.cluster = shape.cluster;
  grid.shared_bytes = shape.shared_bytes;
  grid.may_refuse = true;
  return launch(kernel, grid, arguments);
}

// Two a batch, one after the other, without a graph: two launches take the processor half of the time that they take
// the GPU, and the number of the step stays an argument, so that no kernel waits to be told where it is.
template <class Kind, class Launch>
bool start(TrainTeam<Kind> kernel, const Arguments& arguments, int32_t replicas, const Launch& launch) {
  const Shape& shape = arguments.shape;
  for (const GridStep& step : grid_steps(arguments.count, arguments.batch_size, shape.parameters)) {
    Grid teams;
    teams.x = int64_t{step.teams} * shape.cluster;
    teams.y = replicas;
    teams.cluster = shape.cluster;
    teams.shared_bytes = shape.shared_bytes;
    // What comes before the first is no kernel of this kind.
    teams.overlaps = step.step > 0;
    // Of one size all launches are granted or none.
    teams.may_refuse = step.step == 0;
    if (!launch(kernel, teams, GridArguments{arguments, step})) return false;
    Grid update;
    update.x = GridUpdate::blocks_of(shape.parameters);
    update.y = replicas;
    update.overlaps = true;
    launch(GridUpdate(), update, GridUpdate::args(arguments.runs, step, shape));
  }
  return true;
}

// The launches of a program.
template <class Launch>
bool start(Program program, const Arguments& arguments, int32_t replicas, const Launch& launch) {
  return with_kernel(program, [&](auto kernel) { return start(kernel, arguments, replicas, launch); });
}

}  // namespace weft::cuda::small
