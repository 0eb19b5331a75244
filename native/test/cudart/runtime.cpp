// The functions of cuda_runtime_api.h: devices and memory. streams.cpp has streams and graphs, launches.cpp has
// launches.
#include <cuda_runtime_api.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "cudart/state.h"

using namespace weft::test::driver;

namespace {

const Gpu* gpu_of(int device) {
  const auto& gpus = state().gpus;
  return device >= 0 && static_cast<std::size_t>(device) < gpus.size() ? &gpus[static_cast<std::size_t>(device)]
                                                                       : nullptr;
}

std::size_t used_of(int device) {
  std::size_t bytes = 0;
  for (const auto& entry : state().memory) {
    if (!entry.second.pinned && entry.second.device == device) bytes += entry.second.bytes;
  }
  return bytes;
}

// Whole pages of its own, filled to the end with NaN, and a page behind them that nothing may touch.
void* map(std::size_t bytes, bool pinned) {
  std::size_t page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  std::size_t mapped = (bytes + page - 1) / page * page;
  void* memory = mmap(nullptr, mapped + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  std::memset(memory, 0xff, mapped);
  mprotect(static_cast<unsigned char*>(memory) + mapped, page, PROT_NONE);
  if (!pinned) mprotect(memory, mapped, PROT_NONE);
  state().memory[static_cast<unsigned char*>(memory)] = {bytes, mapped, page, current_device(), pinned};
  return memory;
}

cudaError_t unmap(const char* function, void* memory, bool pinned) {
  if (memory == nullptr) return cudaSuccess;
  cudaError_t forbidden = forbid(function);
  auto found = state().memory.find(static_cast<unsigned char*>(memory));
  if (found == state().memory.end() || found->second.pinned != pinned) {
    note(std::string(function) + " of what it did not allocate");
    return cudaErrorInvalidValue;
  }
  if (state().broken == cudaSuccess && in_use(memory)) note(std::string(function) + " of memory that work waits for");
  munmap(memory, found->second.mapped + found->second.guard);
  state().memory.erase(found);
  return forbidden;
}

std::vector<const void*> allocations(std::initializer_list<const void*> addresses) {
  std::vector<const void*> list;
  for (const void* address : addresses) {
    if (const void* allocation = allocation_of(address)) list.push_back(allocation);
  }
  return list;
}

// Whether bytes from an address on lie in one allocation of the thread's device.
bool on_device(const void* address, std::size_t bytes) {
  const unsigned char* begin = allocation_of(address);
  if (begin == nullptr) return false;
  const Memory& memory = state().memory.at(begin);
  return !memory.pinned && memory.device == current_device() &&
         static_cast<const unsigned char*>(address) + bytes <= begin + memory.bytes;
}

}  // namespace

cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = CUDART_VERSION;
  return cudaSuccess;
}

cudaError_t cudaDriverGetVersion(int* version) {
  *version = state().version;
  return cudaSuccess;
}

const char* cudaGetErrorName(cudaError_t error) {
  switch (error) {
    case cudaErrorMemoryAllocation:
      return "cudaErrorMemoryAllocation";
    case cudaErrorIllegalAddress:
      return "cudaErrorIllegalAddress";
    case cudaErrorLaunchFailure:
      return "cudaErrorLaunchFailure";
    default:
      return "cudaErrorOfTheTests";
  }
}

const char* cudaGetErrorString(cudaError_t error) {
  thread_local char text[64];
  std::snprintf(text, sizeof(text), "words of error %d", static_cast<int>(error));
  return text;
}

cudaError_t cudaGetLastError() {
  cudaError_t error = last_error();
  last_error() = cudaSuccess;
  return state().broken != cudaSuccess ? state().broken : error;
}

// --- Devices.

cudaError_t cudaGetDeviceCount(int* count) {
  return enter("cudaGetDeviceCount", Kind::asks, [&] {
    *count = static_cast<int>(state().gpus.size());
    return *count > 0 ? cudaSuccess : cudaErrorNoDevice;
  });
}

cudaError_t cudaSetDevice(int device) {
  if (state().missing == cudaSuccess && gpu_of(device) == nullptr) return cudaErrorInvalidDevice;
  current_device() = device;
  return enter("cudaSetDevice", Kind::uses, [] { return cudaSuccess; });
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr which, int device) {
  return enter("cudaDeviceGetAttribute", Kind::asks, [&] {
    const Gpu* gpu = gpu_of(device);
    if (gpu == nullptr) return cudaErrorInvalidDevice;
    switch (which) {
      case cudaDevAttrComputeCapabilityMajor:
        *value = gpu->major;
        return cudaSuccess;
      case cudaDevAttrComputeCapabilityMinor:
        *value = gpu->minor;
        return cudaSuccess;
      case cudaDevAttrMultiProcessorCount:
        *value = gpu->multiprocessors;
        return cudaSuccess;
      case cudaDevAttrMaxSharedMemoryPerBlockOptin:
        *value = gpu->shared_bytes;
        return cudaSuccess;
      case cudaDevAttrComputeMode:
        *value = gpu->mode;
        return cudaSuccess;
      case cudaDevAttrCooperativeLaunch:
        *value = 1;
        return cudaSuccess;
      default:
        return cudaErrorInvalidValue;
    }
  });
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
  return enter("cudaGetDeviceProperties", Kind::asks, [&] {
    const Gpu* gpu = gpu_of(device);
    if (gpu == nullptr) return cudaErrorInvalidDevice;
    std::memset(static_cast<void*>(properties), 0, sizeof(*properties));
    gpu->name.copy(properties->name, sizeof(properties->name) - 1);
    properties->major = gpu->major;
    properties->minor = gpu->minor;
    properties->multiProcessorCount = gpu->multiprocessors;
    properties->totalGlobalMem = gpu->memory;
    return cudaSuccess;
  });
}

cudaError_t cudaDeviceGetPCIBusId(char* address, int length, int device) {
  return enter("cudaDeviceGetPCIBusId", Kind::asks, [&] {
    const Gpu* gpu = gpu_of(device);
    if (gpu == nullptr) return cudaErrorInvalidDevice;
    std::snprintf(address, static_cast<std::size_t>(length), "%s", gpu->pci_address.c_str());
    return cudaSuccess;
  });
}

cudaError_t cudaDeviceSynchronize() {
  return enter("cudaDeviceSynchronize", Kind::uses, [] {
    for (const auto& stream : state().streams) {
      if (stream->device != current_device() || stream->capture == cudaStreamCaptureStatusNone) continue;
      stream->capture = cudaStreamCaptureStatusInvalidated;
      note("cudaDeviceSynchronize while a stream captures");
      return cudaErrorStreamCaptureUnsupported;
    }
    for (const auto& stream : state().streams) {
      if (stream->device == current_device()) drain(*stream, stream->queued);
    }
    return state().broken;
  });
}

// --- Memory.

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  return enter("cudaMemGetInfo", Kind::uses, [&] {
    *total = gpu_of(current_device())->memory;
    *free = *total - used_of(current_device());
    return cudaSuccess;
  });
}

cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  return enter("cudaMalloc", Kind::uses, [&] {
    if (cudaError_t forbidden = forbid("cudaMalloc"); forbidden != cudaSuccess) return forbidden;
    if (bytes > gpu_of(current_device())->memory - used_of(current_device())) return cudaErrorMemoryAllocation;
    *memory = map(bytes, false);
    return *memory != nullptr ? cudaSuccess : cudaErrorMemoryAllocation;
  });
}

cudaError_t cudaFree(void* memory) {
  return enter("cudaFree", Kind::releases, [&] { return unmap("cudaFree", memory, false); });
}

cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
  return enter("cudaMallocHost", Kind::uses, [&] {
    if (cudaError_t forbidden = forbid("cudaMallocHost"); forbidden != cudaSuccess) return forbidden;
    *memory = map(bytes, true);
    return *memory != nullptr ? cudaSuccess : cudaErrorMemoryAllocation;
  });
}

cudaError_t cudaFreeHost(void* memory) {
  return enter("cudaFreeHost", Kind::releases, [&] { return unmap("cudaFreeHost", memory, true); });
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
  return enter("cudaMemcpyAsync", Kind::uses, [&] {
    bool upload = kind == cudaMemcpyHostToDevice;
    if (!upload && kind != cudaMemcpyDeviceToHost) return cudaErrorInvalidMemcpyDirection;
    const void* host = upload ? from : to;
    if (!on_device(upload ? to : from, bytes) || on_device(host, 1)) return cudaErrorInvalidValue;
    // A graph would read or write it whenever it is launched.
    if (allocation_of(host) == nullptr && capturing() != nullptr) note("a copy of pageable memory while capturing");
    return enqueue(stream, {"a copy", [=] { std::memcpy(to, from, bytes); }, allocations({to, from})});
  });
}

cudaError_t cudaMemsetAsync(void* memory, int value, std::size_t bytes, cudaStream_t stream) {
  return enter("cudaMemsetAsync", Kind::uses, [&] {
    if (!on_device(memory, bytes)) return cudaErrorInvalidValue;
    return enqueue(stream, {"a fill", [=] { std::memset(memory, value, bytes); }, allocations({memory})});
  });
}
