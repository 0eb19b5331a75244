// A libnvidia-ml.so.1 for tests: the functions that cuda/gpu/nvml.cpp looks for, of one GPU, at 0000:1b:00.0. The
// environment WEFT_TEST_NVML turns it: "fails" (it does not start), "mig" (the GPU is cut into instances), "old" (it
// does not know what newer ones do).
#include <cstdlib>
#include <cstring>

namespace {

bool is(const char* mode) {
  const char* set = std::getenv("WEFT_TEST_NVML");
  return set != nullptr && std::strcmp(set, mode) == 0;
}

constexpr int success = 0;
constexpr int unknown = 999;
constexpr int not_supported = 3;
constexpr int not_found = 6;

int the_device = 0;
int users = 0;

}  // namespace

extern "C" {

struct nvmlMemory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

struct nvmlUtilization {
  unsigned gpu;
  unsigned memory;
};

int nvmlInit_v2() {
  if (is("fails")) return unknown;
  users++;
  return success;
}

int nvmlShutdown() {
  users--;
  return success;
}

int nvmlSystemGetDriverVersion(char* version, unsigned length) {
  if (length < 80) return unknown;
  std::strncpy(version, "580.65.06", length);
  return success;
}

int nvmlDeviceGetHandleByPciBusId_v2(const char* address, void** device) {
  if (users != 1 || std::strcmp(address, "0000:1b:00.0") != 0) return not_found;
  *device = &the_device;
  return success;
}

int nvmlDeviceGetMemoryInfo(void* device, nvmlMemory* memory) {
  if (device != &the_device) return unknown;
  *memory = {1ull << 30, 3ull << 28, 1ull << 28};
  return success;
}

int nvmlDeviceGetMigMode(void*, unsigned* current, unsigned* pending) {
  if (is("old")) return not_supported;
  *current = *pending = is("mig") ? 1 : 0;
  return success;
}

int nvmlDeviceGetClockInfo(void*, int kind, unsigned* clock) {
  *clock = kind == 1 ? 1980 : 3201;
  return success;
}

int nvmlDeviceGetMaxClockInfo(void*, int kind, unsigned* clock) {
  *clock = kind == 1 ? 1995 : 3201;
  return success;
}

int nvmlDeviceGetTemperature(void*, int, unsigned* temperature) {
  *temperature = 41;
  return success;
}

int nvmlDeviceGetPowerUsage(void*, unsigned* power) {
  if (is("old")) return not_supported;
  *power = 123456;
  return success;
}

int nvmlDeviceGetUtilizationRates(void*, nvmlUtilization* utilization) {
  if (is("mig")) return not_supported;
  *utilization = {7, 3};
  return success;
}

}  // extern "C"
