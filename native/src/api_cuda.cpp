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

weft_status weft_use_cublas(const char* libraries, int32_t required) {
  return guarded([&] { weft::cuda_plugin().use_cublas(libraries, required); });
}

weft_status weft_describe_cublas(char* text, int32_t size) {
  return guarded([&] {
    require(text != nullptr, "text is null");
    require(size >= 1, "size is ", size, ", expected 1 or more");
    std::string described = weft::cuda_plugin().describe_cublas();
    std::size_t end = described.copy(text, static_cast<std::size_t>(size) - 1);
    text[end] = '\0';
  });
}

}  // extern "C"
