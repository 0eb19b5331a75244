// The launch of kernels for small networks, on the host.
#include <algorithm>

#include "cuda/compiled.h"
#include "cuda/host_device.h"
#include "cuda/small/grid.h"
#include "cuda/small/grid_update.h"
#include "cuda/small/launch.h"
#include "cuda/small/programs.h"
#include "shim/host_block.h"

namespace weft::test {
namespace {

int32_t cluster_limit = 1;

}  // namespace

void set_cluster_limit(int32_t blocks) { cluster_limit = blocks; }

}  // namespace weft::test

namespace weft::cuda::small {

namespace {

// As gpu/small.cu and gpu/grid.cu name a kernel.
std::string compiled_name(const char* kernel, Program program) {
  return std::string(kernel) + "<weft::cuda::small::KindOf<(weft::cuda::small::Program)" +
         std::to_string(static_cast<int>(program)) + ">";
}

}  // namespace

Limits limits_of(Device& device) {
  const DeviceFacts& facts = device.facts();
  return {facts.multiprocessors, static_cast<int32_t>(facts.shared_bytes), test::cluster_limit};
}

bool launch(Device& device, const Plan& plan, const Samples& samples, const ReplicaRun* runs, int32_t replicas,
            int32_t count, int32_t batch_size) {
  Arguments arguments{plan.shape, samples, runs, count, batch_size};
  test::run_kernel(device, "train_small", [program = plan.program, replicas, arguments] {
    test::Launch shape;
    shape.grid = replicas * arguments.shape.cluster;
    shape.cluster = arguments.shape.cluster;
    // Results do not depend on the threads; fewer of them take turns faster.
    shape.threads = std::min(arguments.shape.threads, 64);
    shape.shared_bytes = static_cast<std::size_t>(arguments.shape.shared_bytes);
    shape.seed = 1;
    if (test::run_compiled != nullptr) {
      return test::run_compiled({"small.ptx",
                                 compiled_name("train_small", program),
                                 {shape.grid, 1, 1},
                                 shape.cluster,
                                 arguments.shape.threads,
                                 shape.shared_bytes,
                                 &arguments,
                                 sizeof(arguments)});
    }
    with_kind(program, [&](auto kind) {
      using Kind = decltype(kind);
      test::launch(shape, [&](test::HostBlock& block) { train<Kind>(block, arguments); });
    });
  });
  return true;
}

bool launch_grid(Device& device, const Plan& plan, const Samples& samples, const ReplicaRun* runs, int32_t replicas,
                 int32_t count, int32_t batch_size) {
  for (const GridStep& step : grid_steps(count, batch_size, plan.shape.parameters)) {
    GridArguments arguments{{plan.shape, samples, runs, count, batch_size}, step};
    test::run_kernel(device, "train_grid", [program = plan.program, replicas, arguments] {
      test::Launch shape;
      shape.grid = arguments.step.teams * arguments.shape.cluster;
      shape.grid_y = replicas;
      shape.cluster = arguments.shape.cluster;
      shape.threads = std::min(arguments.shape.threads, 64);
      shape.shared_bytes = static_cast<std::size_t>(arguments.shape.shared_bytes);
      shape.seed = 1;
      if (test::run_compiled != nullptr) {
        return test::run_compiled({"grid.ptx",
                                   compiled_name("train_grid", program),
                                   {shape.grid, shape.grid_y, 1},
                                   shape.cluster,
                                   arguments.shape.threads,
                                   shape.shared_bytes,
                                   &arguments,
                                   sizeof(arguments)});
      }
      with_grid_kind(program, [&](auto kind) {
        using Kind = decltype(kind);
        test::launch(shape, [&](test::HostBlock& block) { train_team<Kind>(block, arguments); });
      });
    });
    GridUpdate::Args update = GridUpdate::args(runs, step, plan.shape);
    test::run_kernel(device, GridUpdate::name, [replicas, update] {
      test::Launch shape;
      shape.grid = GridUpdate::blocks(update.parameters);
      shape.grid_y = replicas;
      shape.threads = GridUpdate::threads;
      shape.shared_bytes = GridUpdate::shared_bytes;
      if (test::run_compiled != nullptr) {
        return test::run_compiled({"grid.ptx",
                                   "update_grid(",
                                   {shape.grid, shape.grid_y, 1},
                                   1,
                                   shape.threads,
                                   shape.shared_bytes,
                                   &update,
                                   sizeof(update)});
      }
      test::launch(shape, [&update](test::HostBlock& block) { GridUpdate::run(block, update); });
    });
  }
  return true;
}

}  // namespace weft::cuda::small
