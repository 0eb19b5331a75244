// A fixed team of threads that share out numbered tiles of work. Which thread takes which tile is left to chance: a
// tile must own its outputs, so that results depend neither on that nor on the number of threads.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace weft::cpu {

class ThreadTeam {
 public:
  // `threads` counts the caller, who works along.
  explicit ThreadTeam(int threads);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  // Calls work(tile) once for each tile from 0 to tiles - 1 and returns when all are done. One caller at a time. Work
  // must not throw. Subnormals are flushed in every thread.
  template <typename Work>
  void run(int64_t tiles, const Work& work) {
    if (tiles <= 1 || workers_.empty()) {
      for (int64_t tile = 0; tile < tiles; tile++) work(tile);
      return;
    }
    dispatch(
        tiles, [](const void* context, int64_t tile) { (*static_cast<const Work*>(context))(tile); }, &work, false);
  }

  // Calls work(part) for the parts 0 to parts - 1 at the same time, part 0 in the caller; at most as many as threads().
  template <typename Work>
  void run_together(int parts, const Work& work) {
    if (parts <= 1) {
      work(0);
      return;
    }
    auto call = [](const void* context, int64_t part) { (*static_cast<const Work*>(context))(static_cast<int>(part)); };
    dispatch(parts, call, &work, true);
  }

 private:
  using Function = void (*)(const void* context, int64_t tile);

  void dispatch(int64_t tiles, Function function, const void* context, bool together);
  void worker_loop(int worker);
  void work(int64_t worker);
  void stop();
  void take_tiles();

  std::vector<std::thread> workers_;
  Function function_ = nullptr;
  const void* context_ = nullptr;
  int64_t tiles_ = 0;
  bool together_ = false;
  std::atomic<int64_t> next_tile_{0};
  std::atomic<uint64_t> round_{0};  // counts dispatches; a change is the workers' sign to start
  std::atomic<int> busy_{0};        // workers that have not finished the round
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  int sleepers_ = 0;
};

}  // namespace weft::cpu
