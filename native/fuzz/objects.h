// What a sequence of calls has made so far.
#pragma once

#include <vector>

#include "bytes.h"

namespace weft::fuzz {

constexpr std::size_t most_alive = 4;

// What is known of a handle. Stale ones stay, to be used again.
struct Made {
  uint64_t handle = 0;
  bool alive = false;
  uint64_t context = 0;  // that it was made in
  uint64_t data = 0;     // of a network, the dataset that it was made for
  int32_t inputs = 3;    // of a network; of a dataset, its features
  int32_t outputs = 2;
  int32_t classes = 0;
  int64_t parameters = 8;
  int32_t replicas = 1;
  int64_t samples = 1;
};

class Objects {
 public:
  // One that was made before, dead or alive; now and then a number that was never given out.
  Made any(Bytes& bytes) const {
    Made stranger;
    if (made_.empty() || bytes.hostile()) {
      const uint64_t numbers[] = {0, 1, ~uint64_t{0}, uint64_t{1} << 56, last_ + 1, last_ - 1};
      int32_t choice = bytes.below(7);
      stranger.handle = choice == 6 ? bytes.raw<uint64_t>() : numbers[choice];
      return with(stranger.handle, stranger);
    }
    return made_[static_cast<std::size_t>(bytes.byte()) % made_.size()];
  }

  // The one with this handle, or else the other.
  Made with(uint64_t handle, const Made& other) const {
    for (const Made& each : made_) {
      if (each.handle == handle) return each;
    }
    return other;
  }

  void add(const Made& made) {
    made_.push_back(made);
    last_ = made.handle;
  }
  void destroyed(uint64_t handle) {
    for (Made& each : made_) {
      if (each.handle == handle) each.alive = false;
    }
  }
  std::size_t alive() const {
    std::size_t count = 0;
    for (const Made& each : made_) count += each.alive;
    return count;
  }
  const std::vector<Made>& all() const { return made_; }

 private:
  std::vector<Made> made_;
  uint64_t last_ = 0;
};

}  // namespace weft::fuzz
