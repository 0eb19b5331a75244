// The GPU of the tests: runs the body of a kernel on the CPU, all threads of all blocks of a cluster as fibers of one
// thread, in an order drawn from a seed. What it finds:
// - a missing barrier: two threads touch a word of shared memory, one of them writing, and no barrier lies between;
// - accesses beyond a view of shared memory, or not aligned;
// - barriers and shuffles that not all threads reach, and threads that end while others wait for them;
// - fetches and copies that are read before they were waited for: what they write to is poison until then (under some
//   seeds; under others they are done at once);
// - fetches to where a thread has read or written without a fetch_fence() since.
// Each is an Error, which launch() throws. Shared memory begins as poison (NaN).
//
// One body for both: template <class Block> WEFT_BODY void body(Block& block, const Arguments& arguments).
#pragma once

#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>

#include "cuda/device/shared.h"

namespace weft::test {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Launch {
  int grid = 1;  // blocks, a multiple of cluster
  int grid_y = 1;
  int grid_z = 1;
  int cluster = 1;
  int threads = 32;  // a multiple of 32
  std::size_t shared_bytes = 0;
  uint64_t seed = 0;   // 0: threads take turns in order
  bool fibers = true;  // without, threads run one after the other, which is faster, and must never meet
};

class Machine;

// What a body sees; the same functions as GpuBlock.
class HostBlock {
 public:
  HostBlock(Machine& machine, int fiber);

  int thread() const { return thread_; }
  int threads() const;
  int index() const { return index_; }
  int index_y() const;
  int index_z() const;
  int count() const;
  int cluster_rank() const { return rank_; }
  int cluster_size() const;

  void sync() const;
  void warp_sync() const;
  void cluster_sync() const;

  template <typename T>
  T shuffle_xor(T value, int mask) const {
    static_assert(sizeof(T) <= 8);
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    bits = exchange(bits, mask);
    std::memcpy(&value, &bits, sizeof(T));
    return value;
  }

  template <typename T>
  cuda::Shared<T> shared(int offset, int elements) const {
    void* at = memory(offset, static_cast<std::size_t>(elements) * sizeof(T), alignof(T));
    return {static_cast<T*>(at), elements, owner()};
  }

  template <typename T>
  cuda::Shared<T> remote(const cuda::Shared<T>& own, int rank) const {
    std::ptrdiff_t distance = distance_to(rank);
    return {reinterpret_cast<T*>(reinterpret_cast<unsigned char*>(own.address()) + distance), own.size(), own.memory()};
  }

  void fetch_prepare(const cuda::Shared<uint64_t>& barriers, int stages) const;
  void fetch_expect(const cuda::Shared<uint64_t>& barriers, int stage, int bytes) const;
  void fetch(const cuda::Shared<uint64_t>& barriers, int stage, const cuda::Shared<uint32_t>& to, const void* from,
             int bytes) const;
  void fetch_wait(const cuda::Shared<uint64_t>& barriers, int stage, int parity) const;
  void fetch_fence() const;

  // Kernels of the host's device follow one another.
  void wait_for_previous() const {}
  void let_next_begin() const {}

  template <int N>
  void copy(const cuda::Shared<float>& to, const float* from) const {
    copy(to, from, N);
  }
  void copies_wait() const;

 private:
  void copy(const cuda::Shared<float>& to, const float* from, int count) const;
  uint64_t exchange(uint64_t bits, int mask) const;
  void* memory(int offset, std::size_t bytes, std::size_t alignment) const;
  cuda::SharedMemory* owner() const;
  std::ptrdiff_t distance_to(int rank) const;

  Machine& machine_;
  int fiber_;
  int thread_;
  int index_;
  int rank_;
};

// Runs body(block) in every thread of the grid.
void launch(const Launch& launch, const std::function<void(HostBlock&)>& body);

}  // namespace weft::test
