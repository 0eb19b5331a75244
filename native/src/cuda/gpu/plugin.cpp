// What the CUDA library exports: itself, as a backend that plugs into libweft.
#include "plugin.h"

#include <cuda_runtime_api.h>

#include <string>

#include "cuda/context.h"
#include "cuda/gpu/nvml.h"
#include "cuda/probe.h"
#include "error.h"

namespace weft::cuda {
namespace {

Probe probe_devices() {
  Probe found = probe();
  std::string reason = reason_without_device(found);
  if (!reason.empty()) fail(WEFT_UNAVAILABLE, reason);
  return found;
}

int32_t devices() { return probe_devices().devices; }

void describe(int32_t device, weft_device_info& info) {
  Probe found = probe_devices();
  require_number(device, found);
  cudaDeviceProp properties;
  cudaError_t result = cudaGetDeviceProperties(&properties, device);
  if (result != cudaSuccess) {
    cudaGetLastError();
    fail(WEFT_UNAVAILABLE, "CUDA device ", device, " cannot be asked what it is: ", cudaGetErrorString(result));
  }
  info.memory_total = static_cast<int64_t>(properties.totalGlobalMem);
  info.memory_free = -1;
  info.capability_major = properties.major;
  info.capability_minor = properties.minor;
  info.multiprocessors = properties.multiProcessorCount;
  info.driver_cuda = found.driver_version;
  info.runtime_cuda = found.runtime_version;
  for (int32_t* reading :
       {&info.sm_clock, &info.sm_clock_limit, &info.memory_clock, &info.power, &info.utilization, &info.temperature}) {
    *reading = -1;
  }
  std::string name = properties.name;
  name.copy(info.name, sizeof(info.name) - 1);
  char address[32] = "";
  if (cudaDeviceGetPCIBusId(address, sizeof(address), device) == cudaSuccess) read_nvml(address, info);
  DeviceFacts facts;
  facts.name = info.name;
  facts.number = device;
  facts.major = properties.major;
  facts.minor = properties.minor;
  int mode = cudaComputeModeDefault;
  bool prohibited =
      cudaDeviceGetAttribute(&mode, cudaDevAttrComputeMode, device) == cudaSuccess && mode == cudaComputeModeProhibited;
  cudaGetLastError();
  std::string reason = reason_against(facts, prohibited);
  if (!reason.empty()) fail(WEFT_UNAVAILABLE, reason);
}

std::string describe_cublas() {
  devices();
  CublasLibrary library = load_cublas(cublas_choice());
  return in_words(library, library.reason);
}

const Plugin plugin{WEFT_BUILD, open, devices, describe, use_cublas, describe_cublas};

}  // namespace
}  // namespace weft::cuda

extern "C" __attribute__((visibility("default"))) const weft::Plugin* weft_plugin() { return &weft::cuda::plugin; }
