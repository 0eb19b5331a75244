// A slice of an epoch on its way to the device and its results on the way back: orders, learning rates and class
// weights in, losses and counts out. Nothing else crosses the bus while training.
//
// Both ways go through one block of pinned memory each, so that a slice costs one copy in and one out.
#pragma once

#include "cuda/layout.h"
#include "cuda/run.h"
#include "cuda/state.h"

namespace weft::cuda {

// A replica of a network and its plan.
struct Member {
  int64_t replica;
  weft_training_plan* plan;
};

// Replicas of a network that are trained together, in the order of their numbers.
struct Group {
  Span<const Member> members;
  int64_t samples;
  int64_t steps;
  int32_t classes;
  int64_t pitch;  // of the data set's rows

  int64_t replicas() const { return static_cast<int64_t>(members.size); }
};

// Whether any of them clips gradients by their norm.
inline bool clips(Span<const Member> members) {
  for (const Member& member : members) {
    if (member.plan->optimizer.clip_norm > 0) return true;
  }
  return false;
}

// Whether any of them shifts images.
inline bool shifts(Span<const Member> members) {
  for (const Member& member : members) {
    if (member.plan->shift.pixels > 0) return true;
  }
  return false;
}

class Slice {
 public:
  // The bytes of device memory that a group needs beyond what there is.
  std::size_t missing_bytes(const Group& group) const;

  // Makes room; the addresses of runs and cursors change together.
  void reserve(Device& device, const Group& group);

  // Sends a group's plans. What `scratch` points to is [replicas, scratch_floats] or null.
  void upload(Device& device, const Group& group, State& state, float* scratch = nullptr, int64_t scratch_floats = 0);

  // Behind that: makes the rows of those whose images are shifted.
  void make_rows(Device& device, const Samples& samples, const Group& group, int64_t batch_size) const;

  // Fetches the results into the plans, waiting for the training to end.
  void download(Device& device, const Group& group);

  const ReplicaRun* runs() const { return runs_.data(); }
  Cursor* cursors() const { return cursors_.data(); }

 private:
  struct Places {
    Place<int32_t> orders;         // [replicas, samples]
    Place<OptimizerStep> updates;  // [replicas, steps]
    Place<float> class_weights;    // [replicas, classes]
    std::size_t bytes = 0;
  };
  struct Results {
    Place<double> losses;    // [replicas, steps]
    Place<int64_t> correct;  // [replicas]
    std::size_t bytes = 0;
  };

  static Places places(const Group& group);
  static Results results(const Group& group);
  static std::size_t row_bytes(const Group& group);
  void write_updates(const Group& group, State& state, OptimizerStep* updates) const;

  DeviceArray<ReplicaRun> runs_;
  DeviceArray<Cursor> cursors_;
  DeviceArray<char> inputs_;
  DeviceArray<char> outputs_;
  DeviceArray<uint8_t> rows_;  // [replicas, samples, pitch], where any is shifted
  PinnedArray<char> host_inputs_;
  PinnedArray<char> host_outputs_;
  PinnedArray<ReplicaRun> host_runs_;
};

}  // namespace weft::cuda
