// The C ABI with errors as exceptions and handles that are destroyed by themselves.
#pragma once

#include <weft/weft.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "options.h"

namespace weft::gpu {

// A call that failed, with the library's message.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// This machine or this path does not have it: WEFT_UNAVAILABLE, or a network that a forced path refuses.
struct Unavailable : Failure {
  using Failure::Failure;
};

void check(weft_status status);

template <weft_status (*destroy)(uint64_t)>
class Handle {
 public:
  Handle() = default;
  Handle(Handle&& other) noexcept : value_(std::exchange(other.value_, 0)) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (value_ != 0) destroy(value_);
  }
  uint64_t* out() { return &value_; }
  uint64_t get() const { return value_; }

 private:
  uint64_t value_ = 0;
};

using Context = Handle<weft_context_destroy>;
using Dataset = Handle<weft_dataset_destroy>;
using Network = Handle<weft_network_destroy>;

// backend=cuda|cpu, device=N; cuda=LIBRARY and blas=LIBRARY,LIBRARY say what they need; cublas=auto|off|LIBRARY.
Context open_context(const Options& options, int32_t path);

// Which cuBLAS a context's wide layers were trained with, or why none; empty where there were none.
std::string cublas_of(const Context& context);

int32_t path_of(const std::string& name);
std::string name_of_path(int32_t path);

}  // namespace weft::gpu
