// The parameters and Adam state of every replica, in device memory.
#pragma once

#include <vector>

#include "architecture.h"
#include "cuda/device.h"
#include "span.h"
#include "weft/weft.h"

namespace weft::cuda {

class State {
 public:
  // Everything 0.
  State(Device& device, int64_t parameters, Span<const uint64_t> seeds);

  static std::size_t bytes(int64_t parameters, int64_t replicas);

  // One replica's array [parameters]; `which` is WEFT_PARAMETERS...
  float* array(int32_t which, int64_t replica) const {
    return memory_.data() + (which * static_cast<int64_t>(seeds_.size()) + replica) * pitch_;
  }

  // Floats from a replica's array to the next one's.
  int64_t pitch() const { return pitch_; }
  int64_t replicas() const { return static_cast<int64_t>(seeds_.size()); }
  uint64_t& seed(int64_t replica) { return seeds_[static_cast<std::size_t>(replica)]; }
  int64_t& step(int64_t replica) { return steps_[static_cast<std::size_t>(replica)]; }

 private:
  int64_t pitch_;  // from replica to replica: each begins on 256 bytes
  std::vector<uint64_t> seeds_;
  std::vector<int64_t> steps_;  // Adam updates made
  DeviceArray<float> memory_;   // [3, replicas, pitch]
};

}  // namespace weft::cuda
