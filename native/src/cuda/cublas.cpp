#include "cuda/cublas.h"

#include <algorithm>
#include <vector>

#include "error.h"

namespace weft::cuda {
namespace {

// GPUs from Blackwell on came with CUDA 12.8.
constexpr int32_t blackwell = 10;
constexpr int32_t first_for_blackwell = 120800;

// NVIDIA's advice: 32 MiB from Hopper on, 4 MiB before.
std::size_t workspace_bytes(const DeviceFacts& facts) { return std::size_t{facts.major >= 9 ? 32u : 4u} << 20; }

}  // namespace

std::unique_ptr<Cublas> Cublas::open(Device& device, const CublasLibrary& library, std::string& reason) {
  reason = library.reason;
  if (!library.found) return nullptr;
  const DeviceFacts& facts = device.facts();
  if (facts.major >= blackwell && library.version < first_for_blackwell) {
    reason = library.text() + " is older than " + facts.name + "; 12.8 or newer is needed";
    return nullptr;
  }
  // Memory first: whether a network is trained with cuBLAS must not depend on how full a device is.
  require_memory(device, workspace_bytes(facts), "cuBLAS, for wide layers,");
  std::unique_ptr<Cublas> cublas(new Cublas(device, library.functions));
  std::string failed = cublas->prepare();
  if (failed.empty()) failed = cublas->try_out();
  if (failed.empty()) return cublas;
  reason = library.text() + " does not work on " + facts.name + ": " + failed;
  return nullptr;
}

std::string Cublas::prepare() {
  int status = functions_.create(&handle_);
  if (status == cublas_alloc_failed) device_.report(WEFT_OUT_OF_MEMORY, "cublasCreate", cublas_status_text(status));
  if (status != cublas_success) {
    handle_ = nullptr;
    return "cublasCreate: " + cublas_status_text(status);
  }
  workspace_ = DeviceArray<char>(device_, workspace_bytes(device_.facts()));
  status = functions_.set_stream(handle_, device_.stream());
  if (status != cublas_success) return "cublasSetStream: " + cublas_status_text(status);
  // After the stream, which takes the workspace back.
  status = functions_.set_workspace(handle_, workspace_.data(), workspace_.bytes());
  if (status != cublas_success) return "cublasSetWorkspace: " + cublas_status_text(status);
  status = functions_.set_math_mode(handle_, cublas_pedantic_math);
  if (status != cublas_success) return "cublasSetMathMode: " + cublas_status_text(status);
  status = functions_.set_atomics_mode(handle_, cublas_atomics_not_allowed);
  if (status != cublas_success) return "cublasSetAtomicsMode: " + cublas_status_text(status);
  return "";
}

// Its first product also loads its kernels, which may not happen while capturing. All sums are exact in float32, and
// not in an arithmetic with fewer bits: TF32 has 10 of the 12 that the factors need.
std::string Cublas::try_out() {
  constexpr int64_t side = 128;
  constexpr float factor = 1 + 0x1p-12f;
  constexpr float expected = side * factor;
  constexpr std::size_t elements = static_cast<std::size_t>(side * side);
  DeviceArray<float> memory(device_, 3 * elements);
  std::vector<float> values(2 * elements, 1.0f);
  std::fill(values.begin(), values.begin() + elements, factor);
  device_.load(memory.data(), values.data(), 2 * elements * sizeof(float));
  int status =
      call({false, false, side, side, side, memory.data(), memory.data() + elements, memory.data() + 2 * elements});
  // Also where it failed: so that nothing is on its way when memory is freed.
  device_.synchronize();
  if (status != cublas_success) return "cublasSgemm: " + cublas_status_text(status);
  std::vector<float> result(elements);
  device_.fetch(result.data(), memory.data() + 2 * elements, elements * sizeof(float));
  bool exact = std::all_of(result.begin(), result.end(), [=](float value) { return value == expected; });
  return exact ? "" : "its products are not those of float32";
}

Cublas::~Cublas() {
  if (handle_ == nullptr) return;
  device_.select();
  functions_.destroy(handle_);
}

// cuBLAS has matrices column after column, in which ours are the transposed ones: c' = b' a'.
int Cublas::call(const Gemm& gemm) {
  const float one = 1;
  const float zero = 0;
  int rows = static_cast<int>(gemm.rows);
  int columns = static_cast<int>(gemm.columns);
  int inner = static_cast<int>(gemm.inner);
  return functions_.sgemm(handle_, gemm.transposed_b ? cublas_transposed : cublas_plain,
                          gemm.transposed_a ? cublas_transposed : cublas_plain, columns, rows, inner, &one, gemm.b,
                          gemm.transposed_b ? inner : columns, gemm.a, gemm.transposed_a ? rows : inner, &zero, gemm.c,
                          columns);
}

void Cublas::multiply(const Gemm& gemm) {
  int status = call(gemm);
  if (status == cublas_success) return;
  auto shape = [](bool transposed, int64_t height, int64_t width) {
    return std::to_string(height) + " x " + std::to_string(width) + (transposed ? " (transposed)" : "");
  };
  device_.report(status == cublas_alloc_failed ? WEFT_OUT_OF_MEMORY : WEFT_INTERNAL,
                 "cublasSgemm of " + shape(gemm.transposed_a, gemm.rows, gemm.inner) + " by " +
                     shape(gemm.transposed_b, gemm.inner, gemm.columns),
                 cublas_status_text(status));
}

}  // namespace weft::cuda
