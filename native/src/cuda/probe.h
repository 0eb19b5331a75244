// What devices there are, and in plain words why there is none that can be used.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cuda/device.h"

namespace weft::cuda {

// The oldest GPUs that kernels are built for: Turing.
constexpr int32_t oldest_major = 7;
constexpr int32_t oldest_minor = 5;

// What the CUDA runtime said when it was asked for devices.
struct Probe {
  int32_t error = 0;  // a cudaError_t; 0 is success
  std::string error_text;
  int32_t devices = 0;
  int32_t driver_version = 0;  // 1000 * major + 10 * minor of the newest CUDA that the driver knows; 0: no driver
  int32_t runtime_version = 0;
};

// Empty where there are devices; else the reason and the remedy, one line.
std::string reason_without_device(const Probe& probe);

// Throws WEFT_INVALID_ARGUMENT for a number that none of the devices has.
void require_number(int32_t device, const Probe& probe);

// Empty where a device can be used; else the reason and the remedy, one line.
std::string reason_against(const DeviceFacts& facts, bool prohibited);

// For a device that was there and could not be opened: busy in exclusive mode, say.
std::string reason_not_opened(const DeviceFacts& facts, int32_t error, const std::string& error_text);

// Asks the runtime; never fails.
Probe probe();

}  // namespace weft::cuda
