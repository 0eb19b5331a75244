#include "cuda/cublas_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <sstream>

#include "error.h"

namespace weft::cuda {
namespace {

constexpr int32_t oldest_version = 120000;
// Of libraryPropertyType.
constexpr int major_version = 0;
constexpr int minor_version = 1;
constexpr int patch_level = 2;

std::mutex mutex;
CublasChoice chosen{{"libcublas.so.13", "libcublas.so.12"}, false};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

// Settings by which a user asks libraries for other arithmetic than float32, in the middle of which cuBLAS reads them;
// they may win over the mode of a handle.
std::string setting_against() {
  for (const char* name : {"NVIDIA_TF32_OVERRIDE", "CUBLAS_EMULATE_SINGLE_PRECISION"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0' && std::strcmp(value, "0") != 0) {
      return std::string(name) + "=" + value + " asks it for another arithmetic than float32; unset it";
    }
  }
  return "";
}

std::string loader_error(const std::string& otherwise) {
  const char* reason = dlerror();
  return reason != nullptr ? reason : otherwise;
}

// What cuBLAS needs lies beside it, and is not found there by itself.
void load_companion(const std::string& path) {
  const std::string own = "libcublas.so";
  std::size_t at = path.rfind('/');
  if (at == std::string::npos || path.compare(at + 1, own.size(), own) != 0) return;
  std::string companion = path.substr(0, at + 1) + "libcublasLt.so" + path.substr(at + 1 + own.size());
  // Where this fails the library itself says why.
  dlopen(companion.c_str(), RTLD_LAZY | RTLD_LOCAL);
}

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  void* address = dlsym(library, name);
  if (address == nullptr) return false;
  static_assert(sizeof(function) == sizeof(address));
  std::memcpy(&function, &address, sizeof(function));
  return true;
}

// The name of the first function that it lacks, or null.
const char* lacking(void* library, CublasFunctions& f) {
  if (!find(library, "cublasCreate_v2", f.create)) return "cublasCreate_v2";
  if (!find(library, "cublasDestroy_v2", f.destroy)) return "cublasDestroy_v2";
  if (!find(library, "cublasSetStream_v2", f.set_stream)) return "cublasSetStream_v2";
  if (!find(library, "cublasSetWorkspace_v2", f.set_workspace)) return "cublasSetWorkspace_v2";
  if (!find(library, "cublasSetMathMode", f.set_math_mode)) return "cublasSetMathMode";
  if (!find(library, "cublasSetAtomicsMode", f.set_atomics_mode)) return "cublasSetAtomicsMode";
  if (!find(library, "cublasGetProperty", f.get_property)) return "cublasGetProperty";
  if (!find(library, "cublasSgemm_v2", f.sgemm)) return "cublasSgemm_v2";
  return nullptr;
}

std::string version_text(int32_t version) {
  return std::to_string(version / 10000) + "." + std::to_string(version / 100 % 100) + "." +
         std::to_string(version % 100);
}

CublasLibrary without(std::string reason) {
  CublasLibrary library;
  library.reason = std::move(reason);
  return library;
}

CublasLibrary load_one(const std::string& name) {
  load_companion(name);
  void* handle = dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL);
  if (handle == nullptr) return without(loader_error(name + " cannot be loaded"));
  CublasLibrary library;
  library.name = name;
  if (const char* function = lacking(handle, library.functions)) return without(name + " has no function " + function);
  int parts[3] = {0, 0, 0};
  for (int which : {major_version, minor_version, patch_level}) {
    int status = library.functions.get_property(which, &parts[which]);
    if (status != cublas_success) return without(name + " does not tell its version: " + cublas_status_text(status));
  }
  library.version = parts[0] * 10000 + parts[1] * 100 + parts[2];
  if (library.version < oldest_version) {
    return without(name + " is version " + version_text(library.version) + ", and " + version_text(oldest_version) +
                   " or newer is needed");
  }
  library.found = true;
  return library;
}

}  // namespace

void use_cublas(const char* libraries, int32_t required) {
  require(libraries != nullptr, "libraries is null");
  require(required == 0 || required == 1, "required is ", required, ", expected 0 or 1");
  CublasChoice choice{lines_of(libraries), required == 1};
  require(!choice.libraries.empty() || !choice.required, "cuBLAS is required, and libraries names none");
  std::lock_guard<std::mutex> lock(mutex);
  chosen = std::move(choice);
}

CublasChoice cublas_choice() {
  std::lock_guard<std::mutex> lock(mutex);
  return chosen;
}

std::string cublas_status_text(int status) {
  struct Words {
    int status;
    const char* name;
    const char* text;
  };
  static const Words known[] = {
      {0, "SUCCESS", "it succeeded"},
      {1, "NOT_INITIALIZED", "it cannot be initialised; driver and library may not fit"},
      {3, "ALLOC_FAILED", "memory ran out"},
      {7, "INVALID_VALUE", "a value that it does not take"},
      {8, "ARCH_MISMATCH", "it was not built for this GPU"},
      {11, "MAPPING_ERROR", "memory of the GPU cannot be reached"},
      {13, "EXECUTION_FAILED", "its kernel failed"},
      {14, "INTERNAL_ERROR", "a failure inside the library"},
      {15, "NOT_SUPPORTED", "it does not do that"},
      {16, "LICENSE_ERROR", "it wants a licence"},
  };
  for (const Words& words : known) {
    if (words.status == status) {
      return std::string(words.text) + " (CUBLAS_STATUS_" + words.name + ", " + std::to_string(status) + ")";
    }
  }
  return "status " + std::to_string(status);
}

std::string CublasLibrary::text() const { return found ? version_text(version) + " (" + name + ")" : reason; }

std::string in_words(const CublasLibrary& library, const std::string& reason) {
  return reason.empty() ? "cuBLAS " + library.text() : "no cuBLAS: " + reason;
}

CublasLibrary load_cublas(const CublasChoice& choice) {
  if (choice.libraries.empty()) return without("it is switched off");
  std::string setting = setting_against();
  if (!setting.empty()) return without(setting);
  std::string reasons;
  for (const std::string& name : choice.libraries) {
    CublasLibrary library = load_one(name);
    if (library.found) return library;
    reasons += (reasons.empty() ? "" : "; ") + library.reason;
  }
  return without(reasons);
}

}  // namespace weft::cuda
