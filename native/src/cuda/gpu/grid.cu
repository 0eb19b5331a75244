// The kernels of the grid on a GPU, and how they are started.
#include "cuda/device/gpu_block.h"
#include "cuda/gpu/clusters.h"
#include "cuda/small/grid.h"
#include "cuda/small/grid_update.h"
#include "cuda/small/launch.h"
#include "cuda/small/programs.h"

namespace weft::cuda::small {
namespace {

template <class Kind>
__global__ void __launch_bounds__(grid_threads, 1) train_grid(const __grid_constant__ GridArguments arguments) {
  GpuBlock block;
  train_team<Kind>(block, arguments);
}

__global__ void __launch_bounds__(GridUpdate::threads) update_grid(const __grid_constant__ GridUpdate::Args args) {
  GpuBlock block;
  GridUpdate::run(block, args);
}

// A launch in the device's stream: grid, cluster, and whether it may overlap with the kernel before it.
class Launch {
 public:
  Launch(Device::Impl& impl, dim3 blocks, int32_t threads, int32_t shared_bytes) {
    config_.gridDim = blocks;
    config_.blockDim = dim3(static_cast<unsigned>(threads));
    config_.dynamicSmemBytes = static_cast<std::size_t>(shared_bytes);
    config_.stream = impl.stream;
    config_.attrs = attributes_;
  }
  Launch(const Launch&) = delete;
  Launch& operator=(const Launch&) = delete;

  void in_clusters(int32_t blocks) {
    cudaLaunchAttribute& attribute = attributes_[config_.numAttrs++];
    attribute.id = cudaLaunchAttributeClusterDimension;
    attribute.val.clusterDim.x = static_cast<unsigned>(blocks);
    attribute.val.clusterDim.y = 1;
    attribute.val.clusterDim.z = 1;
  }

  void overlap() {
    cudaLaunchAttribute& attribute = attributes_[config_.numAttrs++];
    attribute.id = cudaLaunchAttributeProgrammaticStreamSerialization;
    attribute.val.programmaticStreamSerializationAllowed = 1;
  }

  template <typename Args>
  cudaError_t operator()(const void* kernel, const Args& args) const {
    void* parameters[] = {const_cast<Args*>(&args)};
    return cudaLaunchKernelExC(&config_, kernel, parameters);
  }

 private:
  cudaLaunchAttribute attributes_[2] = {};
  cudaLaunchConfig_t config_{};
};

}  // namespace

// One after the other, without a graph: two launches take the processor half of the time that they take the GPU, and
// the number of the step stays an argument, so that no kernel waits to be told where it is.
bool launch_grid(Device& device, const Plan& plan, const Samples& samples, const ReplicaRun* runs, int32_t replicas,
                 int32_t count, int32_t batch_size) {
  const Shape& shape = plan.shape;
  Device::Impl& impl = device.impl();
  std::string what = "the launch of " + std::to_string(replicas) + " replicas in batches of " +
                     std::to_string(batch_size) + ", on clusters of " + std::to_string(shape.cluster) + " blocks of " +
                     std::to_string(shape.threads) + " threads and " + std::to_string(shape.shared_bytes) + " bytes";
  bool overlaps = impl.facts.major >= 9;
  bool granted = true;
  with_grid_kind(plan.program, [&](auto kind) {
    const void* train = reinterpret_cast<const void*>(&train_grid<decltype(kind)>);
    prepare_kernel(impl, train, shape.cluster);
    for (const GridStep& step : grid_steps(count, batch_size, shape.parameters)) {
      unsigned y = static_cast<unsigned>(replicas);
      dim3 teams(static_cast<unsigned>(step.teams) * static_cast<unsigned>(shape.cluster), y);
      Launch gradients(impl, teams, shape.threads, shape.shared_bytes);
      if (shape.cluster > 1) gradients.in_clusters(shape.cluster);
      // What comes before the first is no kernel of this kind.
      if (overlaps && step.step > 0) gradients.overlap();
      cudaError_t result = gradients(train, GridArguments{{shape, samples, runs, count, batch_size}, step});
      // Of one size all launches are granted or none.
      granted = shape.cluster == 1 || step.step > 0 || !refuses_cluster(result);
      if (!granted) return;
      impl.check(result, what);
      dim3 blocks(static_cast<unsigned>(GridUpdate::blocks(shape.parameters)), y);
      Launch update(impl, blocks, GridUpdate::threads, GridUpdate::shared_bytes);
      if (overlaps) update.overlap();
      impl.check(update(reinterpret_cast<const void*>(&update_grid), GridUpdate::args(runs, step, shape)), what);
    }
  });
  return granted;
}

}  // namespace weft::cuda::small
