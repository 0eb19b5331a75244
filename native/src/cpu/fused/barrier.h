// The meeting point of the threads of a fused step. Waiting spins, since the others are a microsecond away; after some
// hundreds of looks it lets other processes have the core, so that an oversubscribed machine does not suffer.
#pragma once

#include <atomic>
#include <thread>

namespace weft::cpu::fused {

class Barrier {
 public:
  explicit Barrier(int threads) : threads_(threads) {}

  // Returns when all threads have called it as often as the caller.
  void wait() {
    int round = round_.load(std::memory_order_relaxed);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);
      round_.store(round + 1, std::memory_order_release);
      return;
    }
    for (int spin = 0; round_.load(std::memory_order_acquire) == round; spin++) {
      if (spin > spins) {
        std::this_thread::yield();
      } else {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
      }
    }
  }

 private:
  // About 10 us where a pause takes 140 cycles, several times what the others are behind.
  static constexpr int spins = 300;

  const int threads_;
  alignas(64) std::atomic<int> arrived_{0};
  alignas(64) std::atomic<int> round_{0};
};

}  // namespace weft::cpu::fused
