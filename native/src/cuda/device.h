// One GPU, as the rest of the backend sees it: memory, copies, captured work and errors. Declared without a word of
// CUDA, and defined twice: for GPUs (device.cpp), and for tests on machines without one (test/cuda/host_device.cpp),
// where device memory is host memory and kernels run on the processor. Whatever includes this is tested on both.
//
// Every failure is an Error that names the call, the device and the work it was part of. After one that the device does
// not recover from, the device is broken: each later call fails with the first one's words, and only release() and the
// destructor still do nothing in peace.
//
// Nothing here is synchronised: the context's turn is (context.h). release() alone may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace weft::cuda {

struct DeviceFacts {
  std::string name;
  int32_t number = 0;
  int32_t major = 0;  // compute capability
  int32_t minor = 0;
  int32_t multiprocessors = 0;
  int64_t shared_bytes = 0;  // shared memory that one block can have
};

struct DeviceMemory {
  std::size_t free;
  std::size_t total;
};

// Work that was captured, to be launched again as it is.
class Graph {
 public:
  virtual ~Graph() = default;
  virtual void launch() = 0;
};

class Device {
 public:
  // Throws WEFT_UNAVAILABLE with reason and remedy, or WEFT_INVALID_ARGUMENT for a number that no device has.
  explicit Device(int32_t number);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const DeviceFacts& facts() const;

  // Makes this the calling thread's device, and `work` what errors call the work from now on. Throws where broken.
  void begin(std::string work);

  DeviceMemory memory();
  // Throws WEFT_OUT_OF_MEMORY. The bytes are not initialised.
  void* allocate(std::size_t bytes);
  void release(void* memory) noexcept;
  // Host memory that copies read and write without the processor; any memory where that cannot be had.
  void* allocate_pinned(std::size_t bytes);
  void release_pinned(void* memory) noexcept;

  // In order with kernels, and not waited for: `host` is pinned and stays as it is until synchronize().
  void upload(void* to, const void* host, std::size_t bytes);
  void download(void* host, const void* from, std::size_t bytes);
  void clear(void* memory, std::size_t bytes);
  // Any host memory, of any size, by way of pinned memory; returns when it has arrived.
  void load(void* to, const void* host, std::size_t bytes);
  void fetch(void* host, const void* from, std::size_t bytes);

  // Waits for everything begun, and reports what failed of it.
  void synchronize();

  // Records the launches and clears that `work` makes instead of running them.
  std::unique_ptr<Graph> capture(const std::function<void()>& work);

  // The stream that all work goes to, as CUDA's libraries take it.
  void* stream();
  // Makes this the calling thread's device, for destructors.
  void select() noexcept;
  // Throws the failure of a library's call on this device, as failures of the device's own calls are thrown.
  [[noreturn]] void report(int32_t status, const std::string& call, const std::string& reason);

  // What launches need, defined where kernels are launched.
  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// An array in device memory, or in pinned host memory; grows by being replaced.
template <typename T, bool pinned>
class Buffer {
 public:
  Buffer() = default;
  Buffer(Device& device, std::size_t count) : device_(&device), count_(count) {
    if (count == 0) return;
    std::size_t bytes = count * sizeof(T);
    data_ = static_cast<T*>(pinned ? device.allocate_pinned(bytes) : device.allocate(bytes));
  }
  ~Buffer() { free(); }
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }

  T* data() const { return data_; }
  std::size_t size() const { return count_; }
  std::size_t bytes() const { return count_ * sizeof(T); }

  // At least `count` elements, of any value. What there was is freed first.
  void reserve(Device& device, std::size_t count) {
    if (count <= count_) return;
    free();
    *this = Buffer(device, count);
  }

 private:
  void swap(Buffer& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
  }
  void free() noexcept {
    if (data_ != nullptr) pinned ? device_->release_pinned(data_) : device_->release(data_);
    data_ = nullptr;
    count_ = 0;
  }

  Device* device_ = nullptr;
  T* data_ = nullptr;
  std::size_t count_ = 0;
};

template <typename T>
using DeviceArray = Buffer<T, false>;
template <typename T>
using PinnedArray = Buffer<T, true>;

// Throws WEFT_OUT_OF_MEMORY, naming what is needed for what and what is free, where `bytes` more cannot be had. A
// little is left alone: the driver rounds allocations up and needs some itself.
void require_memory(Device& device, std::size_t bytes, const std::string& what);

}  // namespace weft::cuda
