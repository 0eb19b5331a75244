// A GPU as a place to compute: the device, and the lock by which callers take turns.
#pragma once

#include <mutex>
#include <string>

#include "backend.h"
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

  int32_t path_;
  std::mutex mutex_;
  Device device_;
  std::unique_ptr<Operations> operations_;
};

// A caller's turn on a context: nobody else computes on it, the device is the calling thread's, and its errors say what
// was being done.
class Turn {
 public:
  Turn(CudaContext& context, std::string work) : lock_(context.mutex_), device_(context.device_) {
    device_.begin(std::move(work));
  }

  Device& device() { return device_; }

 private:
  std::lock_guard<std::mutex> lock_;
  Device& device_;
};

std::shared_ptr<Context> open(const weft_context_options& options);

}  // namespace weft::cuda
