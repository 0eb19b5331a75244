// NVIDIA's cuBLAS, loaded at run time where there is one: nothing is linked, no header of it is needed, and a machine
// without it lacks speed on wide layers and nothing else. What is called is declared here, as cuBLAS's stable C
// interface has it.
//
// Versions: 12.0 and newer, each of which works beside our own CUDA runtime, since both talk to the driver, and needs
// no newer driver than we do (580 for 13.x, 525 for 12.x).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace weft::cuda {

// Which libraries may be taken: the first of these names and paths that can be loaded.
struct CublasChoice {
  std::vector<std::string> libraries;
  bool required = false;  // whether training a wide network without one is an error
};

// The choice of contexts that are opened later; what the machine has, where nobody chooses. Throws
// WEFT_INVALID_ARGUMENT.
void use_cublas(const char* libraries, int32_t required);
CublasChoice cublas_choice();

// Handles and streams are pointers, enumerations are numbers.
struct CublasFunctions {
  int (*create)(void** handle);
  int (*destroy)(void* handle);
  int (*set_stream)(void* handle, void* stream);
  int (*set_workspace)(void* handle, void* memory, std::size_t bytes);
  int (*set_math_mode)(void* handle, int mode);
  int (*set_atomics_mode)(void* handle, int mode);
  int (*get_property)(int which, int* value);
  int (*sgemm)(void* handle, int transposed_a, int transposed_b, int m, int n, int k, const float* alpha,
               const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc);
};

constexpr int cublas_success = 0;
constexpr int cublas_alloc_failed = 3;
constexpr int cublas_plain = 0;
constexpr int cublas_transposed = 1;
// The precision that is asked for and nothing else: no tensor cores, no TF32.
constexpr int cublas_pedantic_math = 2;
constexpr int cublas_atomics_not_allowed = 0;

// What a status says, such as "an execution failed (CUBLAS_STATUS_EXECUTION_FAILED, 13)".
std::string cublas_status_text(int status);

// A library that was looked for. Loaded ones stay so: their threads and the driver's would outlive them.
struct CublasLibrary {
  bool found = false;
  std::string name;     // as it was chosen
  int32_t version = 0;  // 10000 major + 100 minor + patch
  CublasFunctions functions{};
  std::string reason;  // why there is none, one line; else empty

  // Such as "13.1.0 (libcublas.so.13)", or the reason.
  std::string text() const;
};

// Touches no driver.
CublasLibrary load_cublas(const CublasChoice& choice);

// What is said of it to people: "cuBLAS 13.1.0 (libcublas.so.13)", or "no cuBLAS: " and why.
std::string in_words(const CublasLibrary& library, const std::string& reason);

}  // namespace weft::cuda
