// The CUDA runtime of tests on machines without a GPU: the functions of cuda_runtime_api.h that the CUDA backend calls,
// on host memory, so that the backend's own side of CUDA (cuda/gpu) runs in a test as it is. What a test may turn on
// it, and what it found.
//
// It is as lazy as CUDA may be and as strict as CUDA's words are:
// - work in a stream is done when the stream is synchronised, no sooner, and reads host memory then;
// - device memory begins as NaN and may be touched by work of the device alone: anything else ends the process, as does
//   an access beyond its end;
// - memory that is freed while waiting work uses it, a stream that is destroyed with work waiting, and a limit of a
//   kernel that is lowered under another thread's launch are found();
// - while a thread captures, what CUDA forbids then fails and invalidates the capture, and so does the first launch of
// a
//   kernel, as with drivers that load kernels when they are launched.
//
// What has been allocated and created is counted: left() says what nobody has given back.
//
// A function that the backend did not call before is missing when the test is linked: it goes into runtime.cpp or
// beside.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <string>
#include <vector>

namespace weft::test::driver {

struct Gpu {
  std::string name = "Fake GPU";
  int major = 9;
  int minor = 0;
  int multiprocessors = 132;
  int shared_bytes = 227 << 10;
  std::size_t memory = std::size_t{1} << 30;
  cudaComputeMode mode = cudaComputeModeDefault;
  cudaError_t opens_with = cudaSuccess;  // what every call that needs a context answers
  int largest_cluster = 16;              // what it says it can hold
  int granted_cluster = 16;              // what it does hold when it comes to it
  std::string pci_address = "0000:1b:00.0";
};

// Forgets everything, and is a machine with these.
void reset(std::vector<Gpu> gpus = {Gpu{}});

// Every call that needs the driver answers this; `version` is of the newest CUDA that the driver knows, 0 without one.
void answer_all(cudaError_t error, int version);

// The call of this number from now on, from 1, of a function, or of any function where it is empty; "kernel" counts
// what is run, not launched. It answers with the error, and where that stays, all later calls do so too.
struct Fault {
  std::string function;
  int64_t number = 0;
  cudaError_t error = cudaSuccess;
  bool stays = false;
};
void set_fault(const Fault& fault);
// Whether it has come, and the function that it came to.
bool fault_came();
std::string fault_function();

// Without, launches are checked and counted, and nothing is computed.
void run_kernels(bool run);

// The functions called since reset(), each once.
std::vector<std::string> functions();
// How often a function was called.
int64_t calls(const std::string& function);
// Devices on which something has opened a context.
int contexts();
// Bytes of a device's memory in use.
std::size_t used(int device = 0);

// What is still there, such as "2 allocations, 1 stream"; empty where nothing is.
std::string left();
// What was done that CUDA does not promise to work, a line each; empty where nothing was.
std::string found();

}  // namespace weft::test::driver
