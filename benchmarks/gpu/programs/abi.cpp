#include "abi.h"

#include <algorithm>
#include <array>

namespace weft::gpu {
namespace {

constexpr std::array<const char*, 5> paths = {"auto", "general", "fused", "latency", "throughput"};

}  // namespace

void check(weft_status status) {
  if (status == WEFT_OK) return;
  if (status == WEFT_UNAVAILABLE) throw Unavailable(weft_last_error());
  throw Failure(weft_last_error());
}

Context open_context(const Options& options, int32_t path) {
  const std::string backend = options.text("backend", "cuda");
  weft_context_options wanted{};
  wanted.path = path;
  if (backend == "cuda") {
    check(weft_load_cuda(options.text("cuda", "libweft_cuda.so").c_str()));
    wanted.backend = WEFT_BACKEND_CUDA;
    wanted.device = static_cast<int32_t>(options.number("device", 0));
  } else if (backend == "cpu") {
    std::string libraries = options.text("blas", "");
    std::replace(libraries.begin(), libraries.end(), ',', '\n');
    check(weft_load_blas(libraries.c_str()));
    wanted.backend = WEFT_BACKEND_CPU;
  } else {
    throw Misuse("backend takes cuda or cpu, not '" + backend + "'");
  }
  Context context;
  check(weft_context_create(&wanted, context.out()));
  return context;
}

int32_t path_of(const std::string& name) {
  const auto found = std::find(paths.begin(), paths.end(), name);
  if (found == paths.end()) throw Misuse("path takes auto, general, fused, latency or throughput, not '" + name + "'");
  return static_cast<int32_t>(found - paths.begin());
}

std::string name_of_path(int32_t path) { return paths.at(static_cast<size_t>(path)); }

}  // namespace weft::gpu
