// The launch of kernels for small networks, on the host.
#include <algorithm>

#include "cuda/compiled.h"
#include "cuda/host_device.h"
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
                                 "train_small<weft::cuda::small::KindOf<(weft::cuda::small::Program)" +
                                     std::to_string(static_cast<int>(program)) + ">",
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

}  // namespace weft::cuda::small
