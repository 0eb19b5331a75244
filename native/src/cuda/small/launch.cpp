#include "cuda/small/launch.h"

#include "cuda/small/launches.h"

namespace weft::cuda::small {

// The largest cluster of which the device holds one, with all the shared memory that a block may ask for: what is
// granted then is granted to every plan.
Limits limits_of(Device& device) {
  const DeviceFacts& facts = device.facts();
  Limits limits{facts.multiprocessors, static_cast<int32_t>(facts.shared_bytes), 1};
  if (facts.major < 9) return limits;
  with_kernel(Program::latency_pixels_4, [&](auto kernel) {
    for (int32_t cluster : cluster_sizes) {
      Grid grid;
      grid.x = cluster;
      grid.cluster = cluster;
      grid.shared_bytes = limits.shared_bytes;
      if (cluster > 1 && !holds_cluster<decltype(kernel)>(device, grid)) continue;
      limits.cluster = cluster;
      break;
    }
  });
  return limits;
}

bool launch(Device& device, const Plan& plan, const Samples& samples, const ReplicaRun* runs, int32_t replicas,
            int32_t count, int32_t batch_size) {
  return start(plan.program, {plan.shape, samples, runs, count, batch_size}, replicas,
               [&](auto kernel, const Grid& grid, const auto& args) {
                 return cuda::launch<decltype(kernel)>(device, grid, args);
               });
}

}  // namespace weft::cuda::small
