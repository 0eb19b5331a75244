// The class Device on the host. Memory begins as NaN, pinned memory too.
#include "cuda/host_device.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "cuda/context.h"
#include "cuda/host_stream.h"
#include "error.h"
#include "plugin.h"

namespace weft::cuda {

struct Device::Impl final : test::HostStream {
  DeviceFacts facts;
  std::string work;
  std::string broken;
  std::vector<std::function<void()>>* recorded = nullptr;  // while capturing

  // Work that the device does now, or keeps for later while it captures.
  void perform(std::function<void()> piece) override {
    if (recorded != nullptr) {
      recorded->push_back(std::move(piece));
    } else {
      piece();
    }
  }
};

}  // namespace weft::cuda

namespace weft::test {
namespace {

std::mutex mutex;
std::unordered_map<void*, std::size_t> allocations;
std::size_t allocated = 0;
std::size_t limit = 0;
std::atomic<int64_t> launched{0};
std::atomic<int64_t> breaks_at{0};

void* take(std::size_t bytes) {
  constexpr std::size_t alignment = 256;
  void* memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  std::memset(memory, 0xff, bytes);
  return memory;
}

void count_launch(cuda::Device::Impl& device, const char* kernel) {
  if (++launched == breaks_at) {
    device.broken = std::string("the launch of ") + kernel + " failed on " + device.facts.name + " while " +
                    device.work + ": an illegal memory access was encountered";
    fail(WEFT_INTERNAL, device.broken);
  }
}

}  // namespace

void set_device_memory(std::size_t bytes) { limit = bytes; }

std::size_t allocated_bytes() {
  std::lock_guard<std::mutex> lock(mutex);
  return allocated;
}

void for_each_allocation(const std::function<void(const void* begin, std::size_t bytes)>& body) {
  std::lock_guard<std::mutex> lock(mutex);
  for (const auto& [begin, bytes] : allocations) body(begin, bytes);
}

void break_at_launch(int64_t number) { breaks_at = number == 0 ? 0 : launched + number; }

int64_t launches() { return launched; }

}  // namespace weft::test

namespace weft::cuda {
namespace {

class RecordedGraph final : public Graph {
 public:
  explicit RecordedGraph(std::vector<std::function<void()>> work) : work_(std::move(work)) {}
  void launch() override {
    for (const auto& piece : work_) piece();
  }

 private:
  std::vector<std::function<void()>> work_;
};

int32_t devices() { return 1; }

void describe(int32_t, weft_device_info& info) { std::strncpy(info.name, "host", sizeof(info.name) - 1); }

std::string describe_cublas() {
  CublasLibrary library = load_cublas(cublas_choice());
  return in_words(library, library.reason);
}

const Plugin host_plugin{WEFT_BUILD, open, devices, describe, use_cublas, describe_cublas};

}  // namespace

Device::Device(int32_t number) : impl_(std::make_unique<Impl>()) {
  require(number == 0, "there is no CUDA device ", number, ": this machine has 1 device, number 0");
  impl_->facts.name = "host device";
  impl_->facts.major = 9;
  impl_->facts.multiprocessors = 4;
  impl_->facts.shared_bytes = 227 << 10;
}

Device::~Device() = default;

const DeviceFacts& Device::facts() const { return impl_->facts; }

void Device::begin(std::string work) {
  if (!impl_->broken.empty()) fail(WEFT_INTERNAL, impl_->broken);
  impl_->work = std::move(work);
}

DeviceMemory Device::memory() {
  std::size_t total = test::limit == 0 ? std::size_t{1} << 40 : test::limit;
  std::size_t used = test::allocated_bytes();
  return {used < total ? total - used : 0, total};
}

void* Device::allocate(std::size_t bytes) {
  if (bytes > memory().free) fail(WEFT_OUT_OF_MEMORY, "cudaMalloc of ", bytes, " bytes failed");
  void* memory = test::take(bytes);
  std::lock_guard<std::mutex> lock(test::mutex);
  test::allocations[memory] = bytes;
  test::allocated += bytes;
  return memory;
}

void Device::release(void* memory) noexcept {
  {
    std::lock_guard<std::mutex> lock(test::mutex);
    auto found = test::allocations.find(memory);
    test::allocated -= found->second;
    test::allocations.erase(found);
  }
  std::free(memory);
}

void* Device::allocate_pinned(std::size_t bytes) { return test::take(bytes); }

void Device::release_pinned(void* memory) noexcept { std::free(memory); }

// A capture may not wait, and a copy of its own would belong to it.
void Device::upload(void* to, const void* host, std::size_t bytes) {
  require(impl_->recorded == nullptr, "a copy while capturing");
  std::memcpy(to, host, bytes);
}

void Device::download(void* host, const void* from, std::size_t bytes) { upload(host, from, bytes); }

void Device::clear(void* memory, std::size_t bytes) {
  impl_->perform([=] { std::memset(memory, 0, bytes); });
}

void Device::load(void* to, const void* host, std::size_t bytes) { upload(to, host, bytes); }

void Device::fetch(void* host, const void* from, std::size_t bytes) { upload(host, from, bytes); }

void Device::synchronize() { require(impl_->recorded == nullptr, "waiting while capturing"); }

void* Device::stream() { return static_cast<test::HostStream*>(impl_.get()); }

void Device::select() noexcept {}

void Device::report(int32_t status, const std::string& call, const std::string& reason) {
  fail(status, call, " failed on ", impl_->facts.name, " (device 0) while ", impl_->work, ": ", reason);
}

std::unique_ptr<Graph> Device::capture(const std::function<void()>& work) {
  std::vector<std::function<void()>> recorded;
  impl_->recorded = &recorded;
  try {
    work();
  } catch (...) {
    impl_->recorded = nullptr;
    throw;
  }
  impl_->recorded = nullptr;
  return std::make_unique<RecordedGraph>(std::move(recorded));
}

}  // namespace weft::cuda

namespace weft::test {

bool on_host_device() { return std::getenv("WEFT_TEST_CUDA") == nullptr; }

void use_host_device() { use_cuda_plugin(&cuda::host_plugin); }

void use_test_device() {
  if (on_host_device()) {
    use_host_device();
  } else {
    load_cuda_plugin(std::getenv("WEFT_TEST_CUDA"));
  }
}

void run_kernel(cuda::Device& device, const char* kernel, std::function<void()> run) {
  cuda::Device::Impl& impl = device.impl();
  impl.perform([&impl, kernel, run = std::move(run)] {
    count_launch(impl, kernel);
    run();
  });
}

}  // namespace weft::test
