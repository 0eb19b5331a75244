// Streams and what waits in them.
#include <sys/mman.h>

#include <algorithm>

#include "cudart/state.h"

namespace weft::test::driver {
namespace {

// Memory of the device is open to the processor while work of the device runs, and at no other time.
void open_memory(bool open) {
  for (const auto& [address, memory] : state().memory) {
    if (!memory.pinned) {
      mprotect(const_cast<unsigned char*>(address), memory.mapped, open ? PROT_READ | PROT_WRITE : PROT_NONE);
    }
  }
}

bool uses(const Operation& operation, const void* allocation) {
  return std::find(operation.uses.begin(), operation.uses.end(), allocation) != operation.uses.end();
}

}  // namespace

const unsigned char* allocation_of(const void* address) {
  const auto& memory = state().memory;
  auto after = memory.upper_bound(static_cast<const unsigned char*>(address));
  if (after == memory.begin()) return nullptr;
  const auto& [begin, entry] = *std::prev(after);
  return static_cast<const unsigned char*>(address) < begin + entry.bytes ? begin : nullptr;
}

bool in_use(const void* allocation) {
  for (const auto& stream : state().streams) {
    for (const auto& operation : stream->queue) {
      if (uses(*operation, allocation)) return true;
    }
  }
  return false;
}

CUstream_st* capturing() {
  for (const auto& stream : state().streams) {
    if (stream->capture != cudaStreamCaptureStatusNone && stream->capturer == std::this_thread::get_id()) {
      return stream.get();
    }
  }
  return nullptr;
}

cudaError_t forbid(const char* function) {
  CUstream_st* stream = capturing();
  if (stream == nullptr) return cudaSuccess;
  if (stream->mode == cudaStreamCaptureModeRelaxed) return cudaSuccess;
  stream->capture = cudaStreamCaptureStatusInvalidated;
  note(std::string(function) + " while capturing");
  return cudaErrorStreamCaptureUnsupported;
}

cudaError_t enqueue(cudaStream_t stream, Operation operation) {
  if (stream == nullptr || stream->device != current_device()) return cudaErrorInvalidResourceHandle;
  auto shared = std::make_shared<const Operation>(std::move(operation));
  if (stream->capture == cudaStreamCaptureStatusInvalidated) return cudaErrorStreamCaptureInvalidated;
  if (stream->capture == cudaStreamCaptureStatusActive) {
    stream->captured.push_back(std::move(shared));
  } else {
    stream->queue.push_back(std::move(shared));
    stream->queued++;
  }
  return cudaSuccess;
}

cudaError_t drain(CUstream_st& stream, int64_t position) {
  State& s = state();
  open_memory(true);
  while (stream.done < position && s.broken == cudaSuccess) {
    std::shared_ptr<const Operation> operation = stream.queue.front();
    stream.queue.pop_front();
    stream.done++;
    try {
      operation->run();
    } catch (const std::exception& problem) {
      note(operation->name + ": " + problem.what());
      s.broken = cudaErrorLaunchFailure;
    }
  }
  open_memory(false);
  return s.broken;
}

}  // namespace weft::test::driver
