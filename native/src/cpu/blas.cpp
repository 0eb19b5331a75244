#include "cpu/blas.h"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>
#include <vector>

#include "cpu/instruction_set.h"
#include "error.h"

namespace weft::cpu {
namespace {

// Sets an environment variable, which OpenBLAS reads while it is loaded, and puts the old value back.
class EnvironmentOverride {
 public:
  EnvironmentOverride(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    setenv(name, value, 1);
  }
  ~EnvironmentOverride() {
    if (before_) {
      setenv(name_, before_->c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }
  EnvironmentOverride(const EnvironmentOverride&) = delete;
  EnvironmentOverride& operator=(const EnvironmentOverride&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

struct Library {
  void* handle;
  Blas blas;
};

std::mutex mutex;
std::optional<Library> loaded;

void* open_library(const std::string& path) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = dlerror();
    fail(WEFT_UNAVAILABLE, "OpenBLAS cannot be loaded: ", reason != nullptr ? reason : path.c_str());
  }
  return handle;
}

template <typename Function>
Function symbol(void* library, const char* name) {
  void* address = dlsym(library, name);
  if (address == nullptr) fail(WEFT_UNAVAILABLE, "OpenBLAS has no function ", name);
  Function function;
  static_assert(sizeof(function) == sizeof(address));
  std::memcpy(&function, &address, sizeof(function));
  return function;
}

Library open_openblas(const std::string& path) {
  EnvironmentOverride one_thread("OPENBLAS_NUM_THREADS", "1");
  Library library{open_library(path), {}};
  symbol<decltype(&openblas_set_num_threads)>(library.handle, "openblas_set_num_threads")(1);
  library.blas.sgemm = symbol<decltype(&cblas_sgemm)>(library.handle, "cblas_sgemm");
  library.blas.core = symbol<decltype(&openblas_get_corename)>(library.handle, "openblas_get_corename")();
  library.blas.config = symbol<decltype(&openblas_get_config)>(library.handle, "openblas_get_config")();
  return library;
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace

void load_blas(const char* libraries) {
  require(libraries != nullptr, "libraries is null");
  std::lock_guard<std::mutex> lock(mutex);
  if (loaded) return;
  std::vector<std::string> paths = split_lines(libraries);
  require(!paths.empty(), "libraries names no library");
  for (std::size_t i = 0; i + 1 < paths.size(); i++) open_library(paths[i]);
  Library library = open_openblas(paths.back());
  const char* core =
      better_core(library.blas.core, has_instruction_set(WEFT_ISA_AVX2), has_instruction_set(WEFT_ISA_AVX512));
  if (core != nullptr && std::getenv("OPENBLAS_CORETYPE") == nullptr) {
    dlclose(library.handle);
    EnvironmentOverride forced("OPENBLAS_CORETYPE", core);
    library = open_openblas(paths.back());
  }
  loaded = library;
}

const Blas& blas() {
  std::lock_guard<std::mutex> lock(mutex);
  if (!loaded) fail(WEFT_UNAVAILABLE, "OpenBLAS is not loaded: weft_load_blas() comes before a CPU context");
  return loaded->blas;
}

const char* better_core(const std::string& chosen, bool avx2, bool avx512) {
  static const char* const modern[] = {"Haswell", "Zen", "SkylakeX", "Cooperlake", "SapphireRapids"};
  for (const char* core : modern) {
    if (chosen == core) return nullptr;
  }
  if (avx512) return "SkylakeX";
  return avx2 ? "Haswell" : nullptr;
}

}  // namespace weft::cpu
