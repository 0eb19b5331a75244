// A GPU as a place to compute: the device, and the lock by which callers take turns.
#pragma once

#include <mutex>
#include <string>

#include "backend.h"
#include "cuda/cublas.h"
#include "cuda/device.h"

namespace weft::cuda {

class CudaContext final : public Context {
 public:
  explicit CudaContext(const weft_context_options& options);

  void describe(weft_context_info& info) override;
  std::shared_ptr<Dataset> create_dataset(const DatasetSource& source) override;
  std::shared_ptr<Network> create_network(const Architecture& architecture, Span<const uint64_t> seeds) override;
  Operations& operations() override { return *operations_; }

  // The path that networks are forced to take, or WEFT_PATH_AUTO.
  int32_t path() const { return path_; }

 private:
  friend class Turn;

  // cuBLAS on this device, opened by the first call; null where there is none.
  Cublas* cublas();

  int32_t path_;
  std::mutex mutex_;
  Device device_;
  CublasChoice cublas_choice_;
  bool cublas_known_ = false;
  std::string cublas_reason_;  // why there is none
  std::unique_ptr<Cublas> cublas_;
  std::mutex text_mutex_;
  std::string cublas_text_;  // what has become of it, once that is known
  std::unique_ptr<Operations> operations_;
};

// A caller's turn on a context: nobody else computes on it, the device is the calling thread's, and its errors say what
// was being done.
class Turn {
 public:
  Turn(CudaContext& context, std::string work) : context_(context), lock_(context.mutex_), device_(context.device_) {
    device_.begin(std::move(work));
  }

  Device& device() { return device_; }

  // For products of wide layers, or null: our own tiles are the way. Loads it where nobody has yet: not while
  // capturing. Throws WEFT_UNAVAILABLE where it cannot be had and must.
  Cublas* cublas() { return context_.cublas(); }

 private:
  CudaContext& context_;
  std::lock_guard<std::mutex> lock_;
  Device& device_;
};

std::shared_ptr<Context> open(const weft_context_options& options);

}  // namespace weft::cuda
