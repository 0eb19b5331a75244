// The class Device on a real GPU.
#include "cuda/device.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "cuda/gpu/device_impl.h"
#include "cuda/probe.h"
#include "error.h"

namespace weft::cuda {
namespace {

// Pieces in which pageable memory is copied: large enough for the bus's full speed, small enough to pin.
constexpr std::size_t staging_bytes = std::size_t{8} << 20;
constexpr std::size_t small_bytes = std::size_t{1} << 20;

std::string text_of(cudaError_t error) {
  return std::string(cudaGetErrorString(error)) + " (" + cudaGetErrorName(error) + ")";
}

int attribute(cudaDeviceAttr which, int32_t number) {
  int value = 0;
  cudaError_t result = cudaDeviceGetAttribute(&value, which, number);
  if (result == cudaSuccess) return value;
  cudaGetLastError();
  fail(WEFT_UNAVAILABLE, "CUDA device ", number, " cannot be asked what it is: ", text_of(result));
}

DeviceFacts facts_of(int32_t number) {
  DeviceFacts facts;
  facts.number = number;
  facts.major = attribute(cudaDevAttrComputeCapabilityMajor, number);
  facts.minor = attribute(cudaDevAttrComputeCapabilityMinor, number);
  facts.multiprocessors = attribute(cudaDevAttrMultiProcessorCount, number);
  facts.shared_bytes = attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin, number);
  cudaDeviceProp properties;
  facts.name = cudaGetDeviceProperties(&properties, number) == cudaSuccess ? properties.name : "GPU";
  cudaGetLastError();
  return facts;
}

class CapturedGraph final : public Graph {
 public:
  CapturedGraph(Device::Impl& device, cudaGraph_t graph) : device_(device) {
    cudaError_t result = cudaGraphInstantiate(&executable_, graph, 0);
    cudaGraphDestroy(graph);
    device_.check(result, "cudaGraphInstantiate");
  }
  ~CapturedGraph() override {
    cudaSetDevice(device_.facts.number);
    cudaGraphExecDestroy(executable_);
    cudaGetLastError();
  }
  CapturedGraph(const CapturedGraph&) = delete;
  CapturedGraph& operator=(const CapturedGraph&) = delete;

  void launch() override { device_.check(cudaGraphLaunch(executable_, device_.stream), "cudaGraphLaunch"); }

 private:
  Device::Impl& device_;
  cudaGraphExec_t executable_ = nullptr;
};

// A point in the stream; waiting for one that was never recorded returns at once.
class Event {
 public:
  explicit Event(Device::Impl& device) : device_(device) {
    device_.check(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming), "cudaEventCreateWithFlags");
  }
  ~Event() { cudaEventDestroy(event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  void record() { device_.check(cudaEventRecord(event_, device_.stream), "cudaEventRecord"); }
  void wait() { device_.check(cudaEventSynchronize(event_), "cudaEventSynchronize"); }

 private:
  Device::Impl& device_;
  cudaEvent_t event_ = nullptr;
};

}  // namespace

Probe probe() {
  Probe probe;
  int version = 0;
  if (cudaRuntimeGetVersion(&version) == cudaSuccess) probe.runtime_version = version;
  if (cudaDriverGetVersion(&version) == cudaSuccess) probe.driver_version = version;
  int devices = 0;
  cudaError_t result = cudaGetDeviceCount(&devices);
  cudaGetLastError();
  probe.error = result;
  if (result == cudaSuccess) {
    probe.devices = devices;
  } else {
    probe.error_text = text_of(result);
  }
  return probe;
}

void Device::Impl::fail_with(cudaError_t result, const std::string& call) {
  cudaGetLastError();
  fail_as(result == cudaErrorMemoryAllocation ? WEFT_OUT_OF_MEMORY : WEFT_INTERNAL, call, text_of(result));
}

void Device::Impl::fail_as(int32_t status, const std::string& call, const std::string& reason) {
  std::ostringstream message;
  message << call << " failed on " << facts.name << " (device " << facts.number << ") while " << work << ": " << reason;
  // While capturing nothing may be waited for, and nothing has run. Else what was begun comes to its end here, so that
  // memory can be given back; and an error that stays is one that the device does not recover from within this process.
  // The stream alone is waited for: others of this device may be capturing.
  cudaStreamCaptureStatus capturing = cudaStreamCaptureStatusNone;
  bool recording = cudaStreamIsCapturing(stream, &capturing) == cudaSuccess && capturing != cudaStreamCaptureStatusNone;
  if (!recording && cudaStreamSynchronize(stream) != cudaSuccess) {
    message << ". The device cannot be used any more by this process: close it and start again";
    broken = message.str();
  }
  cudaGetLastError();
  throw Error(status, message.str());
}

Device::Device(int32_t number) : impl_(std::make_unique<Impl>()) {
  Probe found = probe();
  std::string reason = reason_without_device(found);
  if (!reason.empty()) fail(WEFT_UNAVAILABLE, reason);
  require_number(number, found);
  impl_->facts = facts_of(number);
  reason = reason_against(impl_->facts, attribute(cudaDevAttrComputeMode, number) == cudaComputeModeProhibited);
  if (!reason.empty()) fail(WEFT_UNAVAILABLE, reason);
  cudaError_t result = cudaSetDevice(number);
  if (result == cudaSuccess) result = cudaStreamCreateWithFlags(&impl_->stream, cudaStreamNonBlocking);
  if (result != cudaSuccess) {
    cudaGetLastError();
    fail(WEFT_UNAVAILABLE, reason_not_opened(impl_->facts, result, text_of(result)));
  }
}

Device::~Device() {
  cudaSetDevice(impl_->facts.number);
  cudaStreamDestroy(impl_->stream);
  cudaGetLastError();
}

const DeviceFacts& Device::facts() const { return impl_->facts; }

void Device::begin(std::string work) {
  if (!impl_->broken.empty()) fail(WEFT_INTERNAL, impl_->broken);
  impl_->work = std::move(work);
  impl_->check(cudaSetDevice(impl_->facts.number), "cudaSetDevice");
}

DeviceMemory Device::memory() {
  DeviceMemory memory{};
  impl_->check(cudaMemGetInfo(&memory.free, &memory.total), "cudaMemGetInfo");
  return memory;
}

void* Device::allocate(std::size_t bytes) {
  void* memory = nullptr;
  impl_->check(cudaMalloc(&memory, bytes), "cudaMalloc of " + std::to_string(bytes) + " bytes");
  return memory;
}

void Device::release(void* memory) noexcept {
  cudaSetDevice(impl_->facts.number);
  cudaFree(memory);
  cudaGetLastError();
}

// Where nothing more can be pinned, by a limit of the machine or of a container, any memory does: slower, and as right.
void* Device::allocate_pinned(std::size_t bytes) {
  void* memory = nullptr;
  cudaError_t result = cudaMallocHost(&memory, bytes);
  if (result != cudaErrorMemoryAllocation) {
    impl_->check(result, "cudaMallocHost of " + std::to_string(bytes) + " bytes");
    return memory;
  }
  cudaGetLastError();
  std::unique_ptr<void, decltype(&std::free)> owned(std::malloc(bytes), std::free);
  if (owned == nullptr) throw std::bad_alloc();
  std::lock_guard<std::mutex> lock(impl_->mutex);
  impl_->pageable.insert(owned.get());
  return owned.release();
}

void Device::release_pinned(void* memory) noexcept {
  {
    std::lock_guard<std::mutex> lock(impl_->mutex);
    if (impl_->pageable.erase(memory) > 0) return std::free(memory);
  }
  cudaSetDevice(impl_->facts.number);
  cudaFreeHost(memory);
  cudaGetLastError();
}

void Device::upload(void* to, const void* host, std::size_t bytes) {
  impl_->check(cudaMemcpyAsync(to, host, bytes, cudaMemcpyHostToDevice, impl_->stream),
               "cudaMemcpyAsync of " + std::to_string(bytes) + " bytes to the device");
}

void Device::download(void* host, const void* from, std::size_t bytes) {
  impl_->check(cudaMemcpyAsync(host, from, bytes, cudaMemcpyDeviceToHost, impl_->stream),
               "cudaMemcpyAsync of " + std::to_string(bytes) + " bytes from the device");
}

void Device::clear(void* memory, std::size_t bytes) {
  impl_->check(cudaMemsetAsync(memory, 0, bytes, impl_->stream),
               "cudaMemsetAsync of " + std::to_string(bytes) + " bytes");
}

// Two pieces of pinned memory in turn: one is filled while the other is under way. What is small goes as it is: pinning
// memory takes longer than copying it.
void Device::load(void* to, const void* host, std::size_t bytes) {
  if (bytes <= small_bytes) {
    upload(to, host, bytes);
    return synchronize();
  }
  std::size_t piece = std::min(bytes, staging_bytes);
  PinnedArray<char> staging[2] = {PinnedArray<char>(*this, piece), PinnedArray<char>(*this, piece)};
  Event sent[2] = {Event(*impl_), Event(*impl_)};
  for (std::size_t done = 0, turn = 0; done < bytes; done += piece, turn = 1 - turn) {
    std::size_t size = std::min(piece, bytes - done);
    sent[turn].wait();
    std::memcpy(staging[turn].data(), static_cast<const char*>(host) + done, size);
    upload(static_cast<char*>(to) + done, staging[turn].data(), size);
    sent[turn].record();
  }
  synchronize();
}

void Device::fetch(void* host, const void* from, std::size_t bytes) {
  download(host, from, bytes);
  synchronize();
}

void Device::synchronize() { impl_->check(cudaStreamSynchronize(impl_->stream), "cudaStreamSynchronize"); }

void* Device::stream() { return impl_->stream; }

void Device::select() noexcept {
  cudaSetDevice(impl_->facts.number);
  cudaGetLastError();
}

void Device::report(int32_t status, const std::string& call, const std::string& reason) {
  impl_->fail_as(status, call, reason);
}

std::unique_ptr<Graph> Device::capture(const std::function<void()>& work) {
  // Nothing is forbidden meanwhile: another thread may free memory, and a kernel's first launch may load it.
  impl_->check(cudaStreamBeginCapture(impl_->stream, cudaStreamCaptureModeRelaxed), "cudaStreamBeginCapture");
  cudaGraph_t graph = nullptr;
  try {
    work();
  } catch (...) {
    cudaStreamEndCapture(impl_->stream, &graph);
    if (graph != nullptr) cudaGraphDestroy(graph);
    cudaGetLastError();
    throw;
  }
  impl_->check(cudaStreamEndCapture(impl_->stream, &graph), "cudaStreamEndCapture");
  return std::make_unique<CapturedGraph>(*impl_, graph);
}

}  // namespace weft::cuda
