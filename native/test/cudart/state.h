// What the runtime of the tests knows: devices, memory, streams and graphs, and how each of its functions begins and
// ends.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cudart/driver.h"
#include "cudart/registry.h"

namespace weft::test::driver {

// Work of the device: what it does, and the memory that it is known to use.
struct Operation {
  std::string name;
  std::function<void()> run;
  std::vector<const void*> uses;
};

using Work = std::vector<std::shared_ptr<const Operation>>;

struct Memory {
  std::size_t bytes = 0;
  std::size_t mapped = 0;  // whole pages
  std::size_t guard = 0;   // behind them
  int device = 0;
  bool pinned = false;
};

}  // namespace weft::test::driver

// The types that CUDA's header leaves open.
struct CUstream_st {
  int device = 0;
  std::deque<std::shared_ptr<const weft::test::driver::Operation>> queue;
  int64_t queued = 0;
  int64_t done = 0;
  cudaStreamCaptureStatus capture = cudaStreamCaptureStatusNone;
  cudaStreamCaptureMode mode = cudaStreamCaptureModeGlobal;
  std::thread::id capturer;
  weft::test::driver::Work captured;
};

struct CUevent_st {
  int device = 0;
  CUstream_st* stream = nullptr;
  int64_t position = 0;
};

struct CUgraph_st {
  weft::test::driver::Work work;
};

struct CUgraphExec_st {
  weft::test::driver::Work work;
};

namespace weft::test::driver {

struct State {
  std::mutex mutex;
  std::vector<Gpu> gpus;
  cudaError_t missing = cudaSuccess;  // what every call answers that needs the driver
  int version = 0;
  cudaError_t broken = cudaSuccess;  // what every call answers after an error that stays
  bool runs = true;

  Fault fault;
  bool came = false;
  std::string came_to;
  std::map<std::string, int64_t> calls;
  std::string found;

  std::set<int> contexts;
  std::map<const unsigned char*, Memory> memory;
  std::vector<std::unique_ptr<CUstream_st>> streams;
  std::vector<std::unique_ptr<CUevent_st>> events;
  std::vector<std::unique_ptr<CUgraph_st>> graphs;
  std::vector<std::unique_ptr<CUgraphExec_st>> executables;
  std::map<std::pair<const void*, int>, std::map<int, int>> attributes;  // of a function on a device
  std::set<std::pair<const void*, int>> loaded;                          // functions that a device has

  std::map<const void*, KernelEntry> kernels;
};

State& state();

// Of the calling thread.
int& current_device();
cudaError_t& last_error();

enum class Kind {
  asks,      // needs the driver alone
  uses,      // needs a context on the thread's device
  releases,  // the same; what it gives back is given back even where it answers with an error
};

// The frame of every function: counts the call, and answers with what stands against it, or with what body() does.
cudaError_t enter(const char* function, Kind kind, const std::function<cudaError_t()>& body);

// Counts an event of this name; the fault that it meets, or success.
cudaError_t meet_fault(const std::string& name);

void note(const std::string& finding);

// The allocation that an address lies in, or null.
const unsigned char* allocation_of(const void* address);

// Whether waiting work of any stream uses an allocation.
bool in_use(const void* allocation);

// The calling thread's stream that captures, or null.
CUstream_st* capturing();

// Ends the calling thread's capture as a call does that is forbidden meanwhile, unless it is a relaxed one.
cudaError_t forbid(const char* function);

// To the end of the stream, or into its capture.
cudaError_t enqueue(cudaStream_t stream, Operation operation);

// Does a stream's work up to a position.
cudaError_t drain(CUstream_st& stream, int64_t position);

// The rest of a list once one is gone; false where it was not there.
template <typename T>
bool erase(std::vector<std::unique_ptr<T>>& list, const T* one) {
  for (auto at = list.begin(); at != list.end(); ++at) {
    if (at->get() == one) {
      list.erase(at);
      return true;
    }
  }
  return false;
}

}  // namespace weft::test::driver
