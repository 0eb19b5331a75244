#include "plugin.h"

#include <dlfcn.h>

#include <atomic>
#include <cstring>
#include <mutex>

#include "error.h"

namespace weft {
namespace {

std::mutex mutex;
std::atomic<const Plugin*> cuda{nullptr};

const Plugin* entry_of(void* handle, const char* library) {
  void* address = dlsym(handle, plugin_entry);
  if (address == nullptr) fail(WEFT_UNAVAILABLE, library, " is not a backend of Weft: it has no ", plugin_entry);
  PluginEntry* entry;
  static_assert(sizeof(entry) == sizeof(address));
  std::memcpy(&entry, &address, sizeof(entry));
  return entry();
}

}  // namespace

const Plugin& cuda_plugin() {
  const Plugin* plugin = cuda;
  if (plugin == nullptr) fail(WEFT_UNAVAILABLE, "the CUDA library is not loaded: weft_load_cuda() comes first");
  return *plugin;
}

void load_cuda_plugin(const char* library) {
  require(library != nullptr, "library is null");
  std::lock_guard<std::mutex> lock(mutex);
  if (cuda != nullptr) return;
  // Never closed: its threads and the driver's would outlive it.
  void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = dlerror();
    fail(WEFT_UNAVAILABLE, "the CUDA library cannot be loaded: ", reason != nullptr ? reason : library);
  }
  const Plugin* plugin = entry_of(handle, library);
  if (std::strcmp(plugin->build, WEFT_BUILD) != 0) {
    fail(WEFT_UNAVAILABLE, library, " is of another build (", plugin->build, ") than this library (", WEFT_BUILD,
         "): build both again");
  }
  cuda = plugin;
}

void use_cuda_plugin(const Plugin* plugin) { cuda = plugin; }

}  // namespace weft
