#include "cuda/context.h"

#include <cstring>

#include "cuda/dataset.h"
#include "cuda/network.h"
#include "cuda/operations.h"
#include "error.h"

namespace weft::cuda {
namespace {

int32_t path_of(int32_t path) {
  bool known = path == WEFT_PATH_AUTO || path == WEFT_PATH_GENERAL || path == WEFT_PATH_LATENCY ||
               path == WEFT_PATH_THROUGHPUT || path == WEFT_PATH_GRID;
  require(known, "path ", path, " does not exist on a GPU, expected ", WEFT_PATH_AUTO, ", ", WEFT_PATH_GENERAL, ", ",
          WEFT_PATH_LATENCY, ", ", WEFT_PATH_THROUGHPUT, " or ", WEFT_PATH_GRID);
  return path;
}

}  // namespace

CudaContext::CudaContext(const weft_context_options& options)
    : path_(path_of(options.path)),
      device_(options.device),
      cublas_choice_(cublas_choice()),
      operations_(std::make_unique<CudaOperations>(*this)) {}

void CudaContext::describe(weft_context_info& info) {
  const DeviceFacts& facts = device_.facts();
  info.backend = WEFT_BACKEND_CUDA;
  info.device = facts.number;
  std::strncpy(info.device_name, facts.name.c_str(), sizeof(info.device_name) - 1);
  std::lock_guard<std::mutex> lock(text_mutex_);
  std::strncpy(info.blas_config, cublas_text_.c_str(), sizeof(info.blas_config) - 1);
}

Cublas* CudaContext::cublas() {
  if (!cublas_known_) {
    CublasLibrary library = load_cublas(cublas_choice_);
    cublas_ = Cublas::open(device_, library, cublas_reason_);
    cublas_known_ = true;
    std::lock_guard<std::mutex> lock(text_mutex_);
    cublas_text_ = in_words(library, cublas_reason_);
  }
  if (cublas_ == nullptr && cublas_choice_.required) {
    fail(WEFT_UNAVAILABLE, "cuBLAS was asked for and cannot be had: ", cublas_reason_);
  }
  return cublas_.get();
}

std::shared_ptr<Dataset> CudaContext::create_dataset(const DatasetSource& source) {
  return std::make_shared<CudaDataset>(std::static_pointer_cast<CudaContext>(shared_from_this()), source);
}

std::shared_ptr<Network> CudaContext::create_network(const Architecture& architecture, Span<const uint64_t> seeds) {
  return std::make_shared<CudaNetwork>(std::static_pointer_cast<CudaContext>(shared_from_this()), architecture, seeds);
}

std::shared_ptr<Context> open(const weft_context_options& options) { return std::make_shared<CudaContext>(options); }

}  // namespace weft::cuda
