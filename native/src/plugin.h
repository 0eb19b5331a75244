// Where a backend in a library of its own plugs in. The CUDA backend is one, so that a machine without CUDA never loads
// a line of it: libweft has the C ABI, the handles and the CPU backend, and asks the plugin for contexts. Both are of
// one build, by one compiler, so classes may cross; `build` tells a library of another build apart before any does.
#pragma once

#include <memory>
#include <string>

#include "backend.h"

namespace weft {

struct Plugin {
  const char* build;  // WEFT_BUILD
  std::shared_ptr<Context> (*open)(const weft_context_options& options);
  // The number of devices, at least 1; throws WEFT_UNAVAILABLE with the reason where there is none.
  int32_t (*devices)();
  void (*describe)(int32_t device, weft_device_info& info);
  void (*use_cublas)(const char* libraries, int32_t required);
  std::string (*describe_cublas)();
};

// What a plugin exports, by this name.
using PluginEntry = const Plugin*();
constexpr const char* plugin_entry = "weft_plugin";

// The CUDA backend's; throws WEFT_UNAVAILABLE where it was not loaded.
const Plugin& cuda_plugin();
// Loads it once a process; later calls do nothing. Throws WEFT_UNAVAILABLE with the loader's words.
void load_cuda_plugin(const char* library);
// Takes a plugin that is linked in, as tests have it.
void use_cuda_plugin(const Plugin* plugin);

}  // namespace weft
