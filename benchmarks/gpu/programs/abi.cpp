#include "abi.h"

#include <algorithm>
#include <array>

namespace weft::gpu {
namespace {

constexpr std::array<const char*, 6> paths = {"auto", "general", "fused", "latency", "throughput", "grid"};

// What `cublas` asks for: what the machine has, none, or a library that then has to work.
void choose_cublas(const std::string& choice) {
  if (choice == "off") return check(weft_use_cublas("", 0));
  if (choice == "auto") return check(weft_use_cublas("libcublas.so.13\nlibcublas.so.12", 0));
  if (choice.find('/') == std::string::npos) throw Misuse("cublas takes auto, off or a path, not '" + choice + "'");
  check(weft_use_cublas(choice.c_str(), 1));
}

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
    choose_cublas(options.text("cublas", "auto"));
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

std::string cublas_of(const Context& context) {
  weft_context_info info;
  check(weft_context_describe(context.get(), &info));
  return info.backend == WEFT_BACKEND_CUDA ? info.blas_config : "";
}

int32_t path_of(const std::string& name) {
  const auto found = std::find(paths.begin(), paths.end(), name);
  if (found == paths.end()) {
    throw Misuse("path takes auto, general, fused, latency, throughput or grid, not '" + name + "'");
  }
  return static_cast<int32_t>(found - paths.begin());
}

std::string name_of_path(int32_t path) { return paths.at(static_cast<size_t>(path)); }

}  // namespace weft::gpu
