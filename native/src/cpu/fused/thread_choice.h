// How many threads a fused step is worth. The first layer's work is divided, the rest is done by all and a step costs a
// meeting, so a second thread pays or does not, depending on the network, the batch and on whether anybody else needs
// the core. So both ways are measured as the training goes on: results do not depend on it.
#pragma once

#include <cstdint>

namespace weft::cpu::fused {

class ThreadChoice {
 public:
  // The threads for the next steps with batches of this size: `most` or one.
  int next(int64_t batch_size, int most) {
    if (batch_size != batch_size_) {
      batch_size_ = batch_size;
      warm_ = false;
      many_ns_ = 0;
      one_ns_ = 0;
    }
    if (most == 1) return 1;
    if (many_ns_ == 0) return most;
    if (one_ns_ == 0) return 1;
    bool many = many_ns_ < one_ns_;
    // The other way is looked at again now and then: neighbours come and go.
    if (++since_look_ >= looks_apart) {
      since_look_ = 0;
      many = !many;
    }
    return many ? most : 1;
  }

  // What some steps took with that many. The first time does not count, since memory was new and threads were asleep;
  // nor do times so short that waking the threads is a good part of them.
  void measured(int threads, int64_t steps, double total_ns) {
    constexpr double shortest_ns = 1e6;
    if (total_ns < shortest_ns) return;
    if (warm_) (threads == 1 ? one_ns_ : many_ns_) = total_ns / static_cast<double>(steps);
    warm_ = true;
  }

 private:
  static constexpr int looks_apart = 16;

  int64_t batch_size_ = 0;
  bool warm_ = false;
  double many_ns_ = 0;  // 0: not measured yet
  double one_ns_ = 0;
  int since_look_ = 0;
};

}  // namespace weft::cpu::fused
