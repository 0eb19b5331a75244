// The tests' cuBLAS in use: loaded, reset, and told what to do.
#pragma once

#include <dlfcn.h>
#include <doctest/doctest.h>

#include <cstring>
#include <string>

#include "cuda/cublas_library.h"
#include "cuda/device.h"
#include "cuda/fake_cublas.h"
#include "cuda/host_device.h"

namespace weft::test {

inline FakeCublas& fake() {
  // For good: what it is told lives in it.
  static void* library = dlopen(WEFT_TEST_CUBLAS, RTLD_LAZY | RTLD_LOCAL);
  REQUIRE(library != nullptr);
  void* address = dlsym(library, "fake_cublas");
  REQUIRE(address != nullptr);
  FakeCublasEntry* entry;
  std::memcpy(&entry, &address, sizeof(entry));
  return *entry();
}

// As the backend finds it.
inline cuda::CublasLibrary loaded() { return cuda::load_cublas({{WEFT_TEST_CUBLAS}, false}); }

// A fresh one, taken by contexts from now on, on a device with all memory; never on a GPU, which it knows nothing of.
struct FreshCublas {
  FreshCublas() {
    use_host_device();
    set_device_memory(0);
    break_at_launch(0);
    // First as the backend does, for its companion's sake.
    loaded();
    fake() = FakeCublas();
    cuda::use_cublas(WEFT_TEST_CUBLAS, 0);
  }
};

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace weft::test
