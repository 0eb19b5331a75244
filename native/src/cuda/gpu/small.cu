// The kernels of small networks on a GPU, and how they are started.
#include <algorithm>

#include "cuda/device/gpu_block.h"
#include "cuda/gpu/device_impl.h"
#include "cuda/small/launch.h"
#include "cuda/small/programs.h"

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

// What a device does not grant is no failure of it.
bool granted(cudaError_t result) {
  if (result == cudaSuccess) return true;
  cudaGetLastError();
  return false;
}

}  // namespace

Limits limits_of(Device& device) {
  const DeviceFacts& facts = device.facts();
  Limits limits{facts.multiprocessors, static_cast<int32_t>(facts.shared_bytes), 1};
  if (facts.major < 9) return limits;
  const void* kernel = kernel_of<KindOf<Program::latency_pixels_4>>();
  granted(cudaFuncSetAttribute(kernel, cudaFuncAttributeNonPortableClusterSizeAllowed, 1));
  // With all the shared memory that a block may ask for: what is granted then is granted to every plan.
  device.impl().check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, limits.shared_bytes),
                      "cudaFuncSetAttribute of " + std::to_string(limits.shared_bytes) + " bytes of shared memory");
  cudaLaunchConfig_t config{};
  config.gridDim = dim3(16);
  config.blockDim = dim3(latency_threads);
  config.dynamicSmemBytes = static_cast<std::size_t>(limits.shared_bytes);
  int largest = 0;
  if (granted(cudaOccupancyMaxPotentialClusterSize(&largest, kernel, &config))) limits.cluster = std::max(1, largest);
  return limits;
}

void launch(Device& device, const Plan& plan, const Samples& samples, const ReplicaRun* runs, int32_t replicas,
            int32_t count, int32_t batch_size) {
  const Shape& shape = plan.shape;
  Device::Impl& impl = device.impl();
  std::string what = "the launch of " + std::to_string(replicas) + " replicas on " + std::to_string(shape.cluster) +
                     " blocks each, of " + std::to_string(shape.threads) + " threads and " +
                     std::to_string(shape.shared_bytes) + " bytes";
  Arguments arguments{shape, samples, runs, count, batch_size};
  with_kind(plan.program, [&](auto kind) {
    using Kind = decltype(kind);
    const void* kernel = kernel_of<Kind>();
    // As much as any plan may ask for, not this one: other contexts of the process share the kernel, and its limit.
    int most = static_cast<int>(impl.facts.shared_bytes);
    impl.check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, most), what);
    cudaLaunchAttribute cluster{};
    cluster.id = cudaLaunchAttributeClusterDimension;
    cluster.val.clusterDim.x = static_cast<unsigned>(shape.cluster);
    cluster.val.clusterDim.y = 1;
    cluster.val.clusterDim.z = 1;
    cudaLaunchConfig_t config{};
    config.gridDim = dim3(static_cast<unsigned>(replicas) * static_cast<unsigned>(shape.cluster));
    config.blockDim = dim3(static_cast<unsigned>(shape.threads));
    config.dynamicSmemBytes = static_cast<std::size_t>(shape.shared_bytes);
    config.stream = impl.stream;
    if (shape.cluster > 1) {
      if (shape.cluster > 8) {
        impl.check(cudaFuncSetAttribute(kernel, cudaFuncAttributeNonPortableClusterSizeAllowed, 1), what);
      }
      config.attrs = &cluster;
      config.numAttrs = 1;
    }
    void* parameters[] = {&arguments};
    impl.check(cudaLaunchKernelExC(&config, kernel, parameters), what);
  });
}

}  // namespace weft::cuda::small
