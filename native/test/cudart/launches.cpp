// Launches of kernels: what a device checks of one, and how it runs in the shim.
#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstring>

#include "cuda/device/gpu_block.h"
#include "cudart/state.h"

using namespace weft::test::driver;

namespace {

thread_local const weft::test::HostBlock* running = nullptr;

constexpr std::size_t usual_shared_bytes = 48 << 10;
constexpr unsigned portable_cluster = 8;

unsigned cluster_of(const cudaLaunchConfig_t& config) {
  for (unsigned i = 0; i < config.numAttrs; i++) {
    if (config.attrs[i].id == cudaLaunchAttributeClusterDimension) return config.attrs[i].val.clusterDim.x;
  }
  return 1;
}

int attribute_of(const void* function, cudaFuncAttribute attribute, int otherwise) {
  const auto& of_function = state().attributes[{function, current_device()}];
  auto found = of_function.find(attribute);
  return found == of_function.end() ? otherwise : found->second;
}

const Gpu& gpu() { return state().gpus.at(static_cast<std::size_t>(current_device())); }

// What a device has against a launch.
cudaError_t check(const cudaLaunchConfig_t& config, const void* function, int largest_cluster) {
  auto kernel = state().kernels.find(function);
  if (kernel == state().kernels.end()) {
    note("a launch of a kernel that is not registered");
    return cudaErrorInvalidDeviceFunction;
  }
  const dim3& grid = config.gridDim;
  const dim3& block = config.blockDim;
  unsigned most = 65535;
  if (grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.x > 0x7fffffff || grid.y > most || grid.z > most ||
      block.x != static_cast<unsigned>(kernel->second.threads) || block.y != 1 || block.z != 1) {
    return cudaErrorInvalidConfiguration;
  }
  int limit = attribute_of(function, cudaFuncAttributeMaxDynamicSharedMemorySize, usual_shared_bytes);
  if (config.dynamicSmemBytes > static_cast<std::size_t>(limit)) return cudaErrorInvalidValue;
  unsigned cluster = cluster_of(config);
  bool portable = attribute_of(function, cudaFuncAttributeNonPortableClusterSizeAllowed, 0) == 0;
  if (cluster == 1) return cudaSuccess;
  if (gpu().major < 9 || cluster == 0 || grid.x % cluster != 0 || (portable && cluster > portable_cluster) ||
      cluster > static_cast<unsigned>(largest_cluster)) {
    return cudaErrorInvalidClusterSize;
  }
  return cudaSuccess;
}

void run(const KernelEntry& kernel, const weft::test::Launch& shape, const std::vector<unsigned char>& argument) {
  if (state().broken != cudaSuccess || meet_fault("kernel") != cudaSuccess || !state().runs) return;
  weft::test::launch(shape, [&](weft::test::HostBlock& block) {
    running = &block;
    kernel.run(argument.data());
  });
}

cudaError_t start(const cudaLaunchConfig_t& config, const void* function, void** parameters) {
  cudaError_t against = check(config, function, gpu().granted_cluster);
  if (against != cudaSuccess) return against;
  if (state().loaded.insert({function, current_device()}).second) {
    against = forbid("the first launch of a kernel, which may load it,");
    if (against != cudaSuccess) return against;
  }
  const KernelEntry& kernel = state().kernels.at(function);
  const unsigned char* given = static_cast<const unsigned char*>(parameters[0]);
  std::vector<unsigned char> argument(given, given + kernel.bytes);
  weft::test::Launch shape;
  shape.grid = static_cast<int>(config.gridDim.x);
  shape.grid_y = static_cast<int>(config.gridDim.y);
  shape.grid_z = static_cast<int>(config.gridDim.z);
  shape.cluster = static_cast<int>(cluster_of(config));
  shape.threads = std::min(kernel.threads, kernel.run_threads);
  shape.shared_bytes = config.dynamicSmemBytes;
  shape.fibers = kernel.meets;
  Operation operation{kernel.name, [kernel, shape, argument] { run(kernel, shape, argument); }, {}};
  // Whatever in the argument looks like an address of the device is one.
  for (std::size_t at = 0; at + sizeof(void*) <= argument.size(); at += sizeof(void*)) {
    const void* address;
    std::memcpy(&address, argument.data() + at, sizeof(address));
    if (const void* allocation = allocation_of(address)) operation.uses.push_back(allocation);
  }
  return enqueue(config.stream, std::move(operation));
}

}  // namespace

namespace weft::test::driver {

const HostBlock& current_block() { return *running; }

}  // namespace weft::test::driver

cudaError_t cudaFuncSetAttribute(const void* function, cudaFuncAttribute attribute, int value) {
  return enter("cudaFuncSetAttribute", Kind::uses, [&] {
    if (state().kernels.count(function) == 0) return cudaErrorInvalidDeviceFunction;
    int before = attribute_of(function, attribute, 0);
    if (attribute == cudaFuncAttributeMaxDynamicSharedMemorySize) {
      if (value > gpu().shared_bytes) return cudaErrorInvalidValue;
      if (value < before)
        note("a kernel's limit of shared memory is lowered: another thread may be about to launch it");
    }
    state().attributes[{function, current_device()}][attribute] = value;
    return cudaSuccess;
  });
}

cudaError_t cudaOccupancyMaxActiveClusters(int* clusters, const void* function, const cudaLaunchConfig_t* config) {
  return enter("cudaOccupancyMaxActiveClusters", Kind::uses, [&] {
    *clusters = 0;
    if (gpu().major < 9 || cluster_of(*config) > static_cast<unsigned>(gpu().largest_cluster)) return cudaSuccess;
    cudaError_t against = check(*config, function, gpu().largest_cluster);
    if (against == cudaSuccess) *clusters = gpu().multiprocessors / static_cast<int>(cluster_of(*config));
    return against;
  });
}

cudaError_t cudaLaunchKernelExC(const cudaLaunchConfig_t* config, const void* function, void** parameters) {
  return enter("cudaLaunchKernelExC", Kind::uses, [&] { return start(*config, function, parameters); });
}
