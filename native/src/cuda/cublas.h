// cuBLAS on one device: the matrix products of wide layers.
//
// What it computes with is fixed here, whatever the environment says: float32 without tensor cores (pedantic mode), no
// atomics, a workspace of its own, one stream. So a product of one shape is bitwise the same from run to run, and a
// capture holds kernels alone, no allocations. Which kernels cuBLAS takes follows from the shape and from how pointers
// are aligned: callers align replicas alike (product.h).
#pragma once

#include <memory>
#include <string>

#include "cuda/cublas_library.h"
#include "cuda/device.h"

namespace weft::cuda {

// c [rows, columns] = a b, matrices row after row without gaps; a is stored [rows, inner], or [inner, rows] where
// transposed, b [inner, columns], or [columns, inner] where transposed. No side is longer than an int.
struct Gemm {
  bool transposed_a;
  bool transposed_b;
  int64_t rows;
  int64_t columns;
  int64_t inner;
  const float* a;
  const float* b;
  float* c;
};

class Cublas {
 public:
  // Opens the library on the device, which is the calling thread's, and tries it with a product whose exact result is
  // known. Null, and why, where it does not work here; throws where the device lacks memory, or broke. Not while
  // capturing.
  static std::unique_ptr<Cublas> open(Device& device, const CublasLibrary& library, std::string& reason);

  ~Cublas();
  Cublas(const Cublas&) = delete;
  Cublas& operator=(const Cublas&) = delete;

  // In order with the device's kernels. Throws an Error that names shapes, device and work.
  void multiply(const Gemm& gemm);

 private:
  Cublas(Device& device, const CublasFunctions& functions) : device_(device), functions_(functions) {}

  // Each returns why it failed, or nothing.
  std::string prepare();
  std::string try_out();
  int call(const Gemm& gemm);

  Device& device_;
  CublasFunctions functions_;
  void* handle_ = nullptr;
  DeviceArray<char> workspace_;
};

}  // namespace weft::cuda
