#include "cuda/gpu/nvml.h"

#include <dlfcn.h>

#include <cstring>

namespace weft::cuda {
namespace {

// As NVML's stable interface has them.
using NvmlDevice = void*;
struct NvmlMemory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};
struct NvmlUtilization {
  unsigned gpu;
  unsigned memory;
};
constexpr int clock_sm = 1;
constexpr int clock_memory = 2;
constexpr int temperature_gpu = 0;

// The library, open and initialised while this lives.
class Nvml {
 public:
  Nvml() : library_(dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)) {
    ready_ = library_ != nullptr && call<int()>("nvmlInit_v2");
  }
  ~Nvml() {
    if (ready_) call<int()>("nvmlShutdown");
    if (library_ != nullptr) dlclose(library_);
  }
  Nvml(const Nvml&) = delete;
  Nvml& operator=(const Nvml&) = delete;

  bool ready() const { return ready_; }

  // Whether the library has the function and it succeeded.
  template <typename Signature, typename... Arguments>
  bool call(const char* name, Arguments... arguments) {
    void* address = dlsym(library_, name);
    if (address == nullptr) return false;
    Signature* function;
    static_assert(sizeof(function) == sizeof(address));
    std::memcpy(&function, &address, sizeof(function));
    return function(arguments...) == 0;
  }

 private:
  void* library_;
  bool ready_ = false;
};

}  // namespace

void read_nvml(const std::string& pci_address, weft_device_info& info) {
  Nvml nvml;
  if (!nvml.ready()) return;
  nvml.call<int(char*, unsigned)>("nvmlSystemGetDriverVersion", info.driver,
                                  static_cast<unsigned>(sizeof(info.driver)));
  NvmlDevice device = nullptr;
  if (!nvml.call<int(const char*, NvmlDevice*)>("nvmlDeviceGetHandleByPciBusId_v2", pci_address.c_str(), &device)) {
    return;
  }
  // An instance of a GPU that is cut up (MIG) has a part of its memory, which is not what is read here.
  unsigned cut = 0;
  unsigned pending = 0;
  bool whole =
      !nvml.call<int(NvmlDevice, unsigned*, unsigned*)>("nvmlDeviceGetMigMode", device, &cut, &pending) || cut == 0;
  NvmlMemory memory{};
  if (whole && nvml.call<int(NvmlDevice, NvmlMemory*)>("nvmlDeviceGetMemoryInfo", device, &memory)) {
    info.memory_total = static_cast<int64_t>(memory.total);
    info.memory_free = static_cast<int64_t>(memory.free);
  }
  using ByKind = int(NvmlDevice, int, unsigned*);
  auto read_kind = [&](int32_t& into, const char* name, int kind) {
    unsigned value = 0;
    if (nvml.call<ByKind>(name, device, kind, &value)) into = static_cast<int32_t>(value);
  };
  read_kind(info.sm_clock, "nvmlDeviceGetClockInfo", clock_sm);
  read_kind(info.sm_clock_limit, "nvmlDeviceGetMaxClockInfo", clock_sm);
  read_kind(info.memory_clock, "nvmlDeviceGetClockInfo", clock_memory);
  read_kind(info.temperature, "nvmlDeviceGetTemperature", temperature_gpu);
  unsigned power = 0;
  if (nvml.call<int(NvmlDevice, unsigned*)>("nvmlDeviceGetPowerUsage", device, &power)) {
    info.power = static_cast<int32_t>(power);
  }
  NvmlUtilization utilization{};
  if (nvml.call<int(NvmlDevice, NvmlUtilization*)>("nvmlDeviceGetUtilizationRates", device, &utilization)) {
    info.utilization = static_cast<int32_t>(utilization.gpu);
  }
}

}  // namespace weft::cuda
