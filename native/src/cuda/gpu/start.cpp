#include "cuda/gpu/start.h"

#include <string>

namespace weft::cuda {
namespace {

// Blocks of a cluster that every device with clusters grants.
constexpr int32_t portable_cluster = 8;

// Lets a kernel have all the shared memory that a block can have, and clusters of this size: always the same, since
// other contexts of the device share the settings and may launch at any time.
void prepare(Device::Impl& device, const GpuKernel& kernel, int32_t cluster) {
  int32_t& prepared = device.prepared[kernel.function];
  if (prepared == 0) {
    int shared_bytes = static_cast<int>(device.facts.shared_bytes);
    device.check(cudaFuncSetAttribute(kernel.function, cudaFuncAttributeMaxDynamicSharedMemorySize, shared_bytes),
                 "cudaFuncSetAttribute of " + std::to_string(shared_bytes) + " bytes of shared memory");
    prepared = portable_cluster;
  }
  if (cluster <= prepared) return;
  // Where this is refused, so is the cluster.
  if (cudaFuncSetAttribute(kernel.function, cudaFuncAttributeNonPortableClusterSizeAllowed, 1) == cudaSuccess) {
    prepared = cluster;
  } else {
    cudaGetLastError();
  }
}

// Whether this is what a device answers that has no room for clusters of a size. Nothing has begun then.
bool refuses_cluster(cudaError_t result) {
  bool refuses = result == cudaErrorInvalidClusterSize || result == cudaErrorLaunchOutOfResources ||
                 result == cudaErrorInvalidConfiguration || result == cudaErrorInvalidValue ||
                 result == cudaErrorNotSupported;
  if (refuses) cudaGetLastError();
  return refuses;
}

// A launch in the device's stream, as CUDA takes it.
class Configuration {
 public:
  Configuration(Device::Impl& device, const GpuKernel& kernel, const Grid& grid) {
    // Beyond what every launch may have.
    if (grid.shared_bytes > 0 || grid.cluster > 1) prepare(device, kernel, grid.cluster);
    config_.gridDim = dim3(static_cast<unsigned>(grid.x), static_cast<unsigned>(grid.y), static_cast<unsigned>(grid.z));
    config_.blockDim = dim3(static_cast<unsigned>(kernel.threads));
    config_.dynamicSmemBytes = static_cast<std::size_t>(kernel.shared_bytes + grid.shared_bytes);
    config_.stream = device.stream;
    config_.attrs = attributes_;
    if (grid.cluster > 1) {
      cudaLaunchAttribute& attribute = attributes_[config_.numAttrs++];
      attribute.id = cudaLaunchAttributeClusterDimension;
      attribute.val.clusterDim.x = static_cast<unsigned>(grid.cluster);
      attribute.val.clusterDim.y = 1;
      attribute.val.clusterDim.z = 1;
    }
    if (grid.overlaps && device.facts.major >= 9) {
      cudaLaunchAttribute& attribute = attributes_[config_.numAttrs++];
      attribute.id = cudaLaunchAttributeProgrammaticStreamSerialization;
      attribute.val.programmaticStreamSerializationAllowed = 1;
    }
  }
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  const cudaLaunchConfig_t* get() const { return &config_; }

 private:
  cudaLaunchAttribute attributes_[2] = {};
  cudaLaunchConfig_t config_{};
};

std::string in_words(const GpuKernel& kernel, const Grid& grid) {
  std::string words = "the launch of " + std::string(kernel.name) + " (" + std::to_string(grid.x) + " x " +
                      std::to_string(grid.y) + " x " + std::to_string(grid.z) + " blocks of " +
                      std::to_string(kernel.threads) + " threads";
  if (grid.cluster > 1) words += ", in clusters of " + std::to_string(grid.cluster);
  if (grid.shared_bytes > 0) words += ", with " + std::to_string(grid.shared_bytes) + " bytes of shared memory";
  return words + ")";
}

}  // namespace

bool start(Device::Impl& device, const GpuKernel& kernel, const Grid& grid, const void* args) {
  Configuration configuration(device, kernel, grid);
  void* parameters[] = {const_cast<void*>(args)};
  cudaError_t result = cudaLaunchKernelExC(configuration.get(), kernel.function, parameters);
  if (result == cudaSuccess) return true;
  if (grid.may_refuse && grid.cluster > 1 && refuses_cluster(result)) return false;
  device.fail_with(result, in_words(kernel, grid));
}

bool holds_cluster_of(Device::Impl& device, const GpuKernel& kernel, const Grid& grid) {
  Configuration configuration(device, kernel, grid);
  int clusters = 0;
  cudaError_t result = cudaOccupancyMaxActiveClusters(&clusters, kernel.function, configuration.get());
  if (refuses_cluster(result)) return false;
  device.check(result, "cudaOccupancyMaxActiveClusters of clusters of " + std::to_string(grid.cluster) + " blocks");
  return clusters > 0;
}

}  // namespace weft::cuda
