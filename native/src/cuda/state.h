// The parameters and Adam state of every replica, in device memory, and the averages of parameters that are trained
// with one.
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

  // One replica's array [parameters]; `which` is WEFT_PARAMETERS... Of WEFT_AVERAGE what evaluation and prediction
  // take.
  float* array(int32_t which, int64_t replica) const {
    if (which == WEFT_AVERAGE) return has_average(replica) ? average(replica) : array(WEFT_PARAMETERS, replica);
    return memory_.data() + (which * replicas() + replica) * pitch_;
  }

  bool has_average(int64_t replica) const { return has_average_[static_cast<std::size_t>(replica)]; }
  // [parameters]; only where there is one.
  float* average(int64_t replica) const { return averages_.data() + replica * pitch_; }
  // The bytes of device memory that averages need beyond what there is.
  std::size_t missing_average_bytes() const;
  // Begins an average as the parameters are, unless there is one; or ends it.
  void set_average(Device& device, int64_t replica, bool wanted);

  // Floats from a replica's array to the next one's.
  int64_t pitch() const { return pitch_; }
  int64_t replicas() const { return static_cast<int64_t>(seeds_.size()); }
  uint64_t& seed(int64_t replica) { return seeds_[static_cast<std::size_t>(replica)]; }
  int64_t& step(int64_t replica) { return steps_[static_cast<std::size_t>(replica)]; }

 private:
  int64_t pitch_;  // from replica to replica: each begins on 256 bytes
  std::vector<uint64_t> seeds_;
  std::vector<int64_t> steps_;  // Adam updates made
  std::vector<bool> has_average_;
  int64_t parameters_;
  DeviceArray<float> memory_;    // [3, replicas, pitch]
  DeviceArray<float> averages_;  // [replicas, pitch], once one was wanted
};

}  // namespace weft::cuda
