// The part of the C ABI that belongs to the CUDA backend alone.
#include <cstring>

#include "error.h"
#include "plugin.h"
#include "weft/weft.h"

using weft::guarded;
using weft::require;

extern "C" {

weft_status weft_load_cuda(const char* library) {
  return guarded([&] { weft::load_cuda_plugin(library); });
}

weft_status weft_cuda_devices(int32_t* devices) {
  return guarded([&] {
    require(devices != nullptr, "devices is null");
    *devices = weft::cuda_plugin().devices();
  });
}

weft_status weft_cuda_describe(int32_t device, weft_device_info* info) {
  return guarded([&] {
    require(info != nullptr, "info is null");
    weft_device_info described;
    std::memset(&described, 0, sizeof(described));
    weft::cuda_plugin().describe(device, described);
    *info = described;
  });
}

}  // extern "C"
