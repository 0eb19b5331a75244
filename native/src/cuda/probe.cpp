#include "cuda/probe.h"

#include <algorithm>
#include <iterator>
#include <sstream>

#include "error.h"

namespace weft::cuda {
namespace {

// Numbers of cudaError_t, which are part of CUDA's stable interface; named here so that this file needs no CUDA.
constexpr int32_t insufficient_driver = 35;
constexpr int32_t stub_library = 34;
constexpr int32_t devices_unavailable = 46;
constexpr int32_t no_device = 100;
constexpr int32_t invalid_device = 101;
constexpr int32_t out_of_memory = 2;
constexpr int32_t system_not_ready = 802;
constexpr int32_t driver_mismatch = 803;
constexpr int32_t unsupported_on_device = 804;

// What a device does not recover from within a process: faults of memory, kernels that failed or took too long,
// hardware.
constexpr int32_t lasting[] = {214, 220, 700, 702, 710, 714, 715, 716, 717, 718, 719};

bool lasts(int32_t error) { return std::find(std::begin(lasting), std::end(lasting), error) != std::end(lasting); }

std::string version(int32_t number) { return std::to_string(number / 1000) + "." + std::to_string(number % 1000 / 10); }

std::string broken_before(const std::string& error_text) {
  return "CUDA was broken by an earlier failure in this process (" + error_text + "); start the program again";
}

// The first driver branch of each CUDA release line that this can be built with.
const char* first_driver(int32_t runtime_version) { return runtime_version >= 13000 ? "580" : "525"; }

}  // namespace

std::string reason_without_device(const Probe& probe) {
  if (probe.error == 0 && probe.devices > 0) return "";
  std::ostringstream text;
  std::string runtime = version(probe.runtime_version);
  if (probe.error == insufficient_driver && probe.driver_version > 0) {
    text << "the NVIDIA driver is too old: it knows CUDA " << version(probe.driver_version) << ", this build needs "
         << runtime << "; install driver " << first_driver(probe.runtime_version) << " or newer";
  } else if (probe.error == insufficient_driver || probe.error == stub_library) {
    text << "no NVIDIA driver is installed here, libcuda.so.1 cannot be loaded; install driver "
         << first_driver(probe.runtime_version)
         << " or newer; a container needs access to the GPUs too, such as --gpus all";
  } else if (probe.error == no_device || (probe.error == 0 && probe.devices == 0)) {
    text << "the NVIDIA driver sees no GPU; check nvidia-smi and CUDA_VISIBLE_DEVICES; a container needs access to the "
            "GPUs, such as --gpus all";
  } else if (probe.error == system_not_ready) {
    text << "the GPUs of this machine are not ready (" << probe.error_text
         << "); start nvidia-fabricmanager or wait for it";
  } else if (probe.error == driver_mismatch || probe.error == unsupported_on_device) {
    text << "the NVIDIA driver does not fit (" << probe.error_text
         << "); its kernel module and libraries must be of one version: reboot, or install driver "
         << first_driver(probe.runtime_version) << " or newer";
  } else if (lasts(probe.error)) {
    text << broken_before(probe.error_text);
  } else {
    text << "CUDA cannot be started: " << probe.error_text << " (error " << probe.error
         << "); check that nvidia-smi works";
  }
  return text.str();
}

void require_number(int32_t device, const Probe& probe) {
  require(device >= 0 && device < probe.devices, "there is no CUDA device ", device, ": this machine has ",
          probe.devices, probe.devices == 1 ? " device, number 0" : " devices, from 0");
}

std::string reason_against(const DeviceFacts& facts, bool prohibited) {
  std::ostringstream text;
  if (facts.major < oldest_major || (facts.major == oldest_major && facts.minor < oldest_minor)) {
    text << facts.name << " (device " << facts.number << ") has compute capability " << facts.major << "."
         << facts.minor << ", older than the " << oldest_major << "." << oldest_minor
         << " that this build needs (Turing, 2018, or newer)";
  } else if (prohibited) {
    text << facts.name << " (device " << facts.number
         << ") is in compute mode 'prohibited'; set it free with nvidia-smi --compute-mode=DEFAULT";
  }
  return text.str();
}

std::string reason_not_opened(const DeviceFacts& facts, int32_t error, const std::string& error_text) {
  std::ostringstream text;
  text << facts.name << " (device " << facts.number << ") cannot be opened: ";
  if (error == devices_unavailable) {
    text << "another process has it for itself, or it is busy; wait, take another device (cuda:1), or see nvidia-smi";
  } else if (error == out_of_memory) {
    text << "its memory is full; end what uses it (nvidia-smi) or take another device (cuda:1)";
  } else if (lasts(error)) {
    text << broken_before(error_text);
  } else if (error == invalid_device) {
    text << "there is no such device; see nvidia-smi and CUDA_VISIBLE_DEVICES";
  } else {
    text << error_text << " (error " << error << ")";
  }
  return text.str();
}

}  // namespace weft::cuda
