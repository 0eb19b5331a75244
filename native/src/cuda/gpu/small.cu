// The kernels of small networks on a GPU, and how they are started.
#include "cuda/device/gpu_block.h"
#include "cuda/gpu/clusters.h"
#include "cuda/small/launch.h"
#include "cuda/small/programs.h"
#include "cuda/small/train.h"

namespace weft::cuda::small {
namespace {

template <class Kind>
constexpr int threads_of = Kind::resident ? latency_threads : throughput_threads;

template <class Kind>
__global__ void __launch_bounds__(threads_of<Kind>, 1) train_small(const __grid_constant__ Arguments arguments) {
  GpuBlock block;
  train<Kind>(block, arguments);
}

template <class Kind>
const void* kernel_of() {
  return reinterpret_cast<const void*>(&train_small<Kind>);
}

// The shape of a launch in the device's stream.
class Configuration {
 public:
  Configuration(Device::Impl& device, const void* kernel, int32_t blocks, int32_t cluster, int32_t threads,
                int32_t shared_bytes) {
    prepare_kernel(device, kernel, cluster);
    cluster_.id = cudaLaunchAttributeClusterDimension;
    cluster_.val.clusterDim.x = static_cast<unsigned>(cluster);
    cluster_.val.clusterDim.y = 1;
    cluster_.val.clusterDim.z = 1;
    config_.gridDim = dim3(static_cast<unsigned>(blocks));
    config_.blockDim = dim3(static_cast<unsigned>(threads));
    config_.dynamicSmemBytes = static_cast<std::size_t>(shared_bytes);
    config_.stream = device.stream;
    if (cluster > 1) {
      config_.attrs = &cluster_;
      config_.numAttrs = 1;
    }
  }
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  const cudaLaunchConfig_t* get() const { return &config_; }

 private:
  cudaLaunchAttribute cluster_{};
  cudaLaunchConfig_t config_{};
};

}  // namespace

// The largest cluster of which the device holds one, with all the shared memory that a block may ask for: what is
// granted then is granted to every plan.
Limits limits_of(Device& device) {
  Device::Impl& impl = device.impl();
  Limits limits{impl.facts.multiprocessors, static_cast<int32_t>(impl.facts.shared_bytes), 1};
  if (impl.facts.major < 9) return limits;
  const void* kernel = kernel_of<KindOf<Program::latency_pixels_4>>();
  for (int32_t cluster : cluster_sizes) {
    if (cluster == 1) break;
    Configuration configuration(impl, kernel, cluster, cluster, latency_threads, limits.shared_bytes);
    int clusters = 0;
    cudaError_t result = cudaOccupancyMaxActiveClusters(&clusters, kernel, configuration.get());
    if (refuses_cluster(result)) continue;
    impl.check(result, "cudaOccupancyMaxActiveClusters of clusters of " + std::to_string(cluster) + " blocks");
    if (clusters == 0) continue;
    limits.cluster = cluster;
    break;
  }
  return limits;
}

bool launch(Device& device, const Plan& plan, const Samples& samples, const ReplicaRun* runs, int32_t replicas,
            int32_t count, int32_t batch_size) {
  const Shape& shape = plan.shape;
  Device::Impl& impl = device.impl();
  Arguments arguments{shape, samples, runs, count, batch_size};
  bool granted = true;
  with_kind(plan.program, [&](auto kind) {
    using Kind = decltype(kind);
    const void* kernel = kernel_of<Kind>();
    Configuration configuration(impl, kernel, replicas * shape.cluster, shape.cluster, shape.threads,
                                shape.shared_bytes);
    void* parameters[] = {&arguments};
    cudaError_t result = cudaLaunchKernelExC(configuration.get(), kernel, parameters);
    granted = shape.cluster == 1 || !refuses_cluster(result);
    if (!granted) return;
    impl.check(result, "the launch of " + std::to_string(replicas) + " replicas on " + std::to_string(shape.cluster) +
                           " blocks each, of " + std::to_string(shape.threads) + " threads and " +
                           std::to_string(shape.shared_bytes) + " bytes");
  });
  return granted;
}

}  // namespace weft::cuda::small
