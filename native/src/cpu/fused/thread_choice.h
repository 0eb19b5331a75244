// How many threads a fused step is worth. The first layer's work is divided, the rest is done by all and a step costs a
// meeting, so a second thread pays or does not, depending on the network, the batch and on whether anybody else needs
// the core. So both ways are measured as the training goes on: results do not depend on it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace weft::cpu::fused {

class ThreadChoice {
 public:
  ThreadChoice() = default;

  // The threads for the next steps with batches of this size: `most` or one.
  int next(int64_t batch_size, int most) {
    if (batch_size != batch_size_) *this = ThreadChoice(batch_size);
    if (most == 1) return 1;
    if (steady_ == 0) choose();
    steady_--;
    return many_ ? most : 1;
  }

  // What some steps took with that many. The first time after a change does not count, since threads were asleep
  // (waking a processor can take milliseconds) and memory was new or another's; nor do times so short that waking the
  // threads is a good part of them.
  void measured(int threads, int64_t steps, double total_ns) {
    constexpr double shortest_ns = 1e6;
    bool changed = threads != last_;
    last_ = threads;
    if (changed || total_ns < shortest_ns) return;
    keep(threads == 1 ? one_ns_ : many_ns_, total_ns / static_cast<double>(steps));
  }

 private:
  explicit ThreadChoice(int64_t batch_size) : batch_size_(batch_size) {}

  void choose() {
    bool known = many_ns_ > 0 && one_ns_ > 0;
    bool better = many_ns_ == 0 || (known && many_ns_ < one_ns_);
    // The other way is looked at again now and then: neighbours come and go.
    bool look = known && ++since_look_ >= looks_apart;
    if (look) since_look_ = 0;
    many_ = better != look;
    steady_ = known && !look ? 1 : look_length;
  }

  // The best that was seen, forgotten by and by: a hiccup does not count, a neighbour who stays does.
  static void keep(double& kept, double now) { kept = kept == 0 ? now : std::min(now, kept * forgetting); }

  static constexpr int looks_apart = 32;
  static constexpr int look_length = 3;
  static constexpr double forgetting = 1.05;

  int64_t batch_size_ = 0;
  bool many_ = true;
  int steady_ = 0;  // calls for which the choice stands
  int last_ = 0;
  double many_ns_ = 0;  // 0: not measured yet
  double one_ns_ = 0;
  int since_look_ = 0;
};

}  // namespace weft::cpu::fused
