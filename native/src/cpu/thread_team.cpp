#include "cpu/thread_team.h"

#include "cpu/floating_point_mode.h"

namespace weft::cpu {
namespace {

// How often a waiting thread looks before it lets others run: about 20 us, several times the gap between two parts of a
// training step, and little enough not to burn a core that somebody else could use.
constexpr int spins = 2000;

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

}  // namespace

ThreadTeam::ThreadTeam(int threads) {
  try {
    for (int i = 1; i < threads; i++) workers_.emplace_back([this, i] { worker_loop(i); });
  } catch (...) {
    // The system would not give all the threads: end those that started, since a destructor will not run.
    stop();
    throw;
  }
}

ThreadTeam::~ThreadTeam() { stop(); }

void ThreadTeam::stop() {
  stopping_ = true;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    round_++;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadTeam::dispatch(int64_t tiles, Function function, const void* context, bool together) {
  function_ = function;
  context_ = context;
  tiles_ = tiles;
  together_ = together;
  next_tile_.store(0, std::memory_order_relaxed);
  busy_.store(static_cast<int>(workers_.size()), std::memory_order_relaxed);
  bool wake;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    round_.fetch_add(1, std::memory_order_release);
    wake = sleepers_ > 0;
  }
  if (wake) wake_.notify_all();
  work(0);
  for (int spin = 0; busy_.load(std::memory_order_acquire) > 0; spin++) {
    if (spin < spins) {
      pause();
    } else {
      std::this_thread::yield();
    }
  }
}

void ThreadTeam::worker_loop(int worker) {
  FlushSubnormals flush;
  uint64_t seen = 0;
  while (true) {
    for (int spin = 0; spin < spins && round_.load(std::memory_order_acquire) == seen; spin++) pause();
    if (round_.load(std::memory_order_acquire) == seen) {
      std::unique_lock<std::mutex> lock(mutex_);
      sleepers_++;
      wake_.wait(lock, [&] { return round_.load(std::memory_order_acquire) != seen; });
      sleepers_--;
    }
    seen++;
    if (stopping_) return;
    work(worker);
    busy_.fetch_sub(1, std::memory_order_release);
  }
}

void ThreadTeam::work(int64_t worker) {
  if (!together_) {
    take_tiles();
  } else if (worker < tiles_) {
    function_(context_, worker);
  }
}

void ThreadTeam::take_tiles() {
  for (int64_t tile = next_tile_.fetch_add(1, std::memory_order_relaxed); tile < tiles_;
       tile = next_tile_.fetch_add(1, std::memory_order_relaxed)) {
    function_(context_, tile);
  }
}

}  // namespace weft::cpu
