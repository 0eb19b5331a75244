// The functions of cuda_runtime_api.h: streams, events and graphs.
#include <cuda_runtime_api.h>

#include "cudart/state.h"

using namespace weft::test::driver;

// --- Streams and events.

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  return enter("cudaStreamCreateWithFlags", Kind::uses, [&] {
    state().streams.push_back(std::make_unique<CUstream_st>());
    *stream = state().streams.back().get();
    (*stream)->device = current_device();
    return cudaSuccess;
  });
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  return enter("cudaStreamDestroy", Kind::releases, [&] {
    if (state().broken == cudaSuccess && !stream->queue.empty()) note("a stream is destroyed while work waits in it");
    return erase(state().streams, stream) ? cudaSuccess : cudaErrorInvalidResourceHandle;
  });
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  return enter("cudaStreamSynchronize", Kind::uses, [&] {
    if (stream->capture != cudaStreamCaptureStatusNone) {
      stream->capture = cudaStreamCaptureStatusInvalidated;
      note("cudaStreamSynchronize of a stream that captures");
      return cudaErrorStreamCaptureUnsupported;
    }
    return drain(*stream, stream->queued);
  });
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  return enter("cudaEventCreateWithFlags", Kind::uses, [&] {
    state().events.push_back(std::make_unique<CUevent_st>());
    *event = state().events.back().get();
    (*event)->device = current_device();
    return cudaSuccess;
  });
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  return enter("cudaEventDestroy", Kind::releases,
               [&] { return erase(state().events, event) ? cudaSuccess : cudaErrorInvalidResourceHandle; });
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  return enter("cudaEventRecord", Kind::uses, [&] {
    if (event->device != stream->device) return cudaErrorInvalidResourceHandle;
    event->stream = stream;
    event->position = stream->queued;
    return cudaSuccess;
  });
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  return enter("cudaEventSynchronize", Kind::uses,
               [&] { return event->stream == nullptr ? cudaSuccess : drain(*event->stream, event->position); });
}

// --- Graphs.

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode) {
  return enter("cudaStreamBeginCapture", Kind::uses, [&] {
    if (stream->capture != cudaStreamCaptureStatusNone) return cudaErrorIllegalState;
    if (mode == cudaStreamCaptureModeGlobal) note("a capture that hinders other threads");
    stream->capture = cudaStreamCaptureStatusActive;
    stream->mode = mode;
    stream->capturer = std::this_thread::get_id();
    return cudaSuccess;
  });
}

cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* status) {
  return enter("cudaStreamIsCapturing", Kind::uses, [&] {
    *status = stream->capture;
    return cudaSuccess;
  });
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  cudaError_t result = enter("cudaStreamEndCapture", Kind::releases, [&] {
    *graph = nullptr;
    cudaStreamCaptureStatus status = stream->capture;
    Work work = std::move(stream->captured);
    stream->capture = cudaStreamCaptureStatusNone;
    stream->captured.clear();
    if (status == cudaStreamCaptureStatusNone) return cudaErrorIllegalState;
    if (status == cudaStreamCaptureStatusInvalidated) return cudaErrorStreamCaptureInvalidated;
    if (stream->capturer != std::this_thread::get_id()) return cudaErrorStreamCaptureWrongThread;
    state().graphs.push_back(std::make_unique<CUgraph_st>(CUgraph_st{std::move(work)}));
    *graph = state().graphs.back().get();
    return cudaSuccess;
  });
  // Where it fails there is no graph.
  if (result != cudaSuccess && *graph != nullptr) {
    std::lock_guard<std::mutex> lock(state().mutex);
    erase(state().graphs, *graph);
    *graph = nullptr;
  }
  return result;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  return enter("cudaGraphInstantiate", Kind::uses, [&] {
    state().executables.push_back(std::make_unique<CUgraphExec_st>(CUgraphExec_st{graph->work}));
    *executable = state().executables.back().get();
    return cudaSuccess;
  });
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  return enter("cudaGraphDestroy", Kind::releases,
               [&] { return erase(state().graphs, graph) ? cudaSuccess : cudaErrorInvalidValue; });
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
  return enter("cudaGraphExecDestroy", Kind::releases,
               [&] { return erase(state().executables, executable) ? cudaSuccess : cudaErrorInvalidValue; });
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  return enter("cudaGraphLaunch", Kind::uses, [&] {
    for (const auto& operation : executable->work) {
      cudaError_t result = enqueue(stream, *operation);
      if (result != cudaSuccess) return result;
    }
    return cudaSuccess;
  });
}
