#include "cuda/fake_cublas.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "cuda/host_stream.h"

// Of the library beside it, as cuBLAS needs one.
extern "C" int fake_cublas_companion();

// Declared as NVIDIA's are, by name and signature.
#define WEFT_FAKE extern "C" __attribute__((visibility("default")))

namespace {

constexpr int success = 0;
constexpr int not_initialized = 1;
constexpr int invalid_value = 7;

struct Handle {
  weft::test::HostStream* stream = nullptr;
  void* workspace = nullptr;
};

weft::test::FakeCublas& control() {
  static weft::test::FakeCublas fake;
  return fake;
}

// The nearest number with 10 bits after the point.
float as_tf32(float value) {
  int exponent = 0;
  float fraction = std::frexp(value, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(fraction, 11)), exponent - 11);
}

struct Gemm {
  bool transposed_a;
  bool transposed_b;
  std::size_t m;
  std::size_t n;
  std::size_t k;
  float alpha;
  const float* a;
  std::size_t lda;
  const float* b;
  std::size_t ldb;
  float beta;
  float* c;
  std::size_t ldc;
  bool tf32;
};

// Column after column; each element is summed along k from its beginning to its end.
void compute(const Gemm& g) {
  auto rounded = [&](float value) { return g.tf32 ? as_tf32(value) : value; };
  std::vector<float> a(g.m * g.k);
  for (std::size_t l = 0; l < g.k; l++) {
    for (std::size_t i = 0; i < g.m; i++) {
      a[l * g.m + i] = rounded(g.transposed_a ? g.a[i * g.lda + l] : g.a[l * g.lda + i]);
    }
  }
  std::vector<float> sums(g.m);
  for (std::size_t j = 0; j < g.n; j++) {
    sums.assign(g.m, 0.0f);
    for (std::size_t l = 0; l < g.k; l++) {
      float factor = rounded(g.transposed_b ? g.b[l * g.ldb + j] : g.b[j * g.ldb + l]);
      for (std::size_t i = 0; i < g.m; i++) sums[i] += a[l * g.m + i] * factor;
    }
    for (std::size_t i = 0; i < g.m; i++) {
      float& c = g.c[j * g.ldc + i];
      c = g.alpha * sums[i] + (g.beta == 0 ? 0.0f : g.beta * c);
    }
  }
}

}  // namespace

WEFT_FAKE weft::test::FakeCublas* fake_cublas() { return &control(); }

WEFT_FAKE int cublasGetProperty(int which, int* value) {
  if (which < 0 || which > 2 || fake_cublas_companion() != 0) return invalid_value;
  *value = control().version[which];
  return control().property_status;
}

WEFT_FAKE int cublasCreate_v2(void** handle) {
  if (control().create_status != success) return control().create_status;
  *handle = new Handle;
  control().handles++;
  return success;
}

WEFT_FAKE int cublasDestroy_v2(void* handle) {
  delete static_cast<Handle*>(handle);
  control().handles--;
  return success;
}

WEFT_FAKE int cublasSetStream_v2(void* handle, void* stream) {
  auto* own = static_cast<Handle*>(handle);
  own->stream = static_cast<weft::test::HostStream*>(stream);
  own->workspace = nullptr;
  return success;
}

#ifndef WEFT_FAKE_WITHOUT_WORKSPACE
WEFT_FAKE int cublasSetWorkspace_v2(void* handle, void* memory, std::size_t bytes) {
  static_cast<Handle*>(handle)->workspace = memory;
  control().workspace_bytes = static_cast<int64_t>(bytes);
  return success;
}
#endif

WEFT_FAKE int cublasSetMathMode(void*, int mode) {
  control().math_mode = mode;
  return control().math_mode_status;
}

WEFT_FAKE int cublasSetAtomicsMode(void*, int mode) {
  control().atomics_mode = mode;
  return success;
}

WEFT_FAKE int cublasSgemm_v2(void* handle, int transposed_a, int transposed_b, int m, int n, int k, const float* alpha,
                             const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
  auto* own = static_cast<Handle*>(handle);
  // Without a workspace of its own the real one may allocate while capturing.
  if (own->stream == nullptr || own->workspace == nullptr) return not_initialized;
  bool fits = m >= 0 && n >= 0 && k >= 0 && lda >= (transposed_a != 0 ? k : m) && ldb >= (transposed_b != 0 ? n : k) &&
              ldc >= m;
  if (!fits) return invalid_value;
  control().calls.push_back({transposed_a, transposed_b, m, n, k, lda, ldb, ldc, a, b, c});
  if (control().sgemm_status != success) return control().sgemm_status;
  auto size = [](int value) { return static_cast<std::size_t>(value); };
  Gemm gemm{
      transposed_a != 0, transposed_b != 0, size(m), size(n), size(k), *alpha, a, size(lda), b, size(ldb), *beta, c,
      size(ldc),         control().tf32};
  own->stream->perform([gemm] { compute(gemm); });
  return success;
}
