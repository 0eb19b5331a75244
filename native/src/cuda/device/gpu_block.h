// What a kernel's body sees of the GPU: its place in block, cluster and grid, barriers, shuffles, shared memory, and
// copies into it that run on their own. A body is a template over this class, so that tests can run it on the CPU's
// threads of test/shim instead; this one costs nothing.
//
// Only for files that nvcc compiles.
//
// Before compute capability 9.0 a cluster is one block, and before 8.0 a fetch is done when it is begun.
#pragma once

#include "cuda/device/shared.h"

namespace weft::cuda {

class GpuBlock {
 public:
  WEFT_BODY int thread() const { return static_cast<int>(threadIdx.x); }
  WEFT_BODY int threads() const { return static_cast<int>(blockDim.x); }
  WEFT_BODY int index() const { return static_cast<int>(blockIdx.x); }
  WEFT_BODY int index_y() const { return static_cast<int>(blockIdx.y); }
  WEFT_BODY int index_z() const { return static_cast<int>(blockIdx.z); }
  WEFT_BODY int count() const { return static_cast<int>(gridDim.x); }

  // A kernel that was launched to overlap with the one before: waits until that one has ended and all it wrote is seen.
  // Before this, only what earlier kernels left alone may be read, and nothing outside the block written.
  WEFT_BODY void wait_for_previous() const {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
  }

  // From here on the next kernel may begin, once all blocks have said so.
  WEFT_BODY void let_next_begin() const {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.launch_dependents;" ::: "memory");
#endif
  }

  // All threads of the block meet; what they wrote before is seen by all after.
  WEFT_BODY void sync() const { __syncthreads(); }
  // The same for a warp.
  WEFT_BODY void warp_sync() const { __syncwarp(); }

  // The value that lane (own lane ^ mask) gave; all 32 lanes of the warp call it.
  template <typename T>
  WEFT_BODY T shuffle_xor(T value, int mask) const {
    return __shfl_xor_sync(0xffffffffu, value, mask);
  }

  // `count` elements of the block's dynamic shared memory, `offset` bytes from its begin.
  template <typename T>
  WEFT_BODY Shared<T> shared(int offset, int count) const {
    extern __shared__ __align__(128) unsigned char memory[];
    return {reinterpret_cast<T*>(memory + offset), count};
  }

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  WEFT_BODY int cluster_rank() const {
    int rank;
    asm("mov.u32 %0, %%cluster_ctarank;" : "=r"(rank));
    return rank;
  }

  WEFT_BODY int cluster_size() const {
    int size;
    asm("mov.u32 %0, %%cluster_nctarank;" : "=r"(size));
    return size;
  }

  // All threads of the cluster's blocks meet. Not the aligned forms: a warp may arrive in parts.
  WEFT_BODY void cluster_sync() const {
    asm volatile("barrier.cluster.arrive.release;" ::: "memory");
    asm volatile("barrier.cluster.wait.acquire;" ::: "memory");
  }

  // The same place in the shared memory of another block of the cluster.
  template <typename T>
  WEFT_BODY Shared<T> remote(const Shared<T>& own, int rank) const {
    uint64_t mapped;
    asm("mapa.u64 %0, %1, %2;" : "=l"(mapped) : "l"(reinterpret_cast<uint64_t>(own.address())), "r"(rank));
    return {reinterpret_cast<T*>(mapped), 0};
  }

  // Fetches into shared memory complete on one of `stages` barriers. One thread makes them ready; a sync() has to
  // follow.
  WEFT_BODY void fetch_prepare(const Shared<uint64_t>& barriers, int stages) const {
    for (int i = 0; i < stages; i++) {
      asm volatile("mbarrier.init.shared::cta.b64 [%0], 1;" ::"r"(shared_address(barriers.address() + i)) : "memory");
    }
    asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
  }

  // One thread says how many bytes a stage will get, before they are fetched.
  WEFT_BODY void fetch_expect(const Shared<uint64_t>& barriers, int stage, int bytes) const {
    asm volatile(
        "mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(shared_address(barriers.address() + stage)),
        "r"(bytes)
        : "memory");
  }

  // Begins to copy bytes, a multiple of 16, both sides aligned to 16.
  WEFT_BODY void fetch(const Shared<uint64_t>& barriers, int stage, const Shared<uint32_t>& to, const void* from,
                       int bytes) const {
    asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1], %2, [%3];" ::"r"(
                     shared_address(to.address())),
                 "l"(__cvta_generic_to_global(from)), "r"(bytes), "r"(shared_address(barriers.address() + stage))
                 : "memory");
  }

  // All threads wait for the stage's bytes, with parity 0, 1, 0, ... of its uses; a sync() has to follow.
  WEFT_BODY void fetch_wait(const Shared<uint64_t>& barriers, int stage, int parity) const {
    uint32_t done = 0;
    while (done == 0) {
      asm volatile(
          "{\n"
          ".reg .pred done;\n"
          "mbarrier.try_wait.parity.shared::cta.b64 done, [%1], %2;\n"
          "selp.u32 %0, 1, 0, done;\n"
          "}"
          : "=r"(done)
          : "r"(shared_address(barriers.address() + stage)), "r"(parity)
          : "memory");
    }
  }

  // A thread that read or wrote where a fetch will write later calls this before the sync() between: a barrier alone
  // orders nothing between threads' accesses and those of bulk copies.
  WEFT_BODY void fetch_fence() const { asm volatile("fence.proxy.async.shared::cta;" ::: "memory"); }
#else
  WEFT_BODY int cluster_rank() const { return 0; }
  WEFT_BODY int cluster_size() const { return 1; }
  WEFT_BODY void cluster_sync() const { __syncthreads(); }

  template <typename T>
  WEFT_BODY Shared<T> remote(const Shared<T>& own, int) const {
    return own;
  }

  WEFT_BODY void fetch_prepare(const Shared<uint64_t>&, int) const {}
  WEFT_BODY void fetch_expect(const Shared<uint64_t>&, int, int) const {}

  WEFT_BODY void fetch(const Shared<uint64_t>&, int, const Shared<uint32_t>& to, const void* from, int bytes) const {
    const unsigned char* source = static_cast<const unsigned char*>(from);
#pragma unroll 1
    for (int at = 0; at < bytes; at += 16) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(shared_address(to.address()) + at),
                   "l"(__cvta_generic_to_global(source + at))
                   : "memory");
#else
      to.store(at / 4, *reinterpret_cast<const Pack<uint32_t, 4>*>(source + at));
#endif
    }
  }

  WEFT_BODY void fetch_wait(const Shared<uint64_t>&, int, int) const {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
    asm volatile("cp.async.wait_all;" ::: "memory");
#endif
  }

  WEFT_BODY void fetch_fence() const {}
#endif

  // Begins to copy N floats from global memory, 1 or 4, both sides aligned to as many. The thread waits for its copies
  // with copies_wait(); a sync() has to follow. Before compute capability 8.0 they are done at once.
  template <int N>
  WEFT_BODY void copy(const Shared<float>& to, const float* from) const {
    static_assert(N == 1 || N == 4);
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
    if constexpr (N == 4) {
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(shared_address(to.address())),
                   "l"(__cvta_generic_to_global(from))
                   : "memory");
    } else {
      asm volatile("cp.async.ca.shared.global [%0], [%1], 4;" ::"r"(shared_address(to.address())),
                   "l"(__cvta_generic_to_global(from))
                   : "memory");
    }
#else
    to.template store<N>(0, *reinterpret_cast<const Pack<float, N>*>(from));
#endif
  }

  WEFT_BODY void copies_wait() const {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
    asm volatile("cp.async.wait_all;" ::: "memory");
#endif
  }

 private:
  WEFT_BODY static uint32_t shared_address(const void* pointer) {
    return static_cast<uint32_t>(__cvta_generic_to_shared(pointer));
  }
};

}  // namespace weft::cuda
