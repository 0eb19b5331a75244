#include "cuda/small_trainer.h"

#include <algorithm>

#include "error.h"

namespace weft::cuda {
namespace {

const char* name_of(int32_t path) {
  if (path == WEFT_PATH_GRID) return "grid";
  return path == WEFT_PATH_LATENCY ? "latency" : "throughput";
}

}  // namespace

void SmallTrainer::look_at(Device& device) { limits_ = small::limits_of(device); }

std::optional<small::Plan> SmallTrainer::plan(bool pixels, bool soft_targets, int32_t batch_size, int32_t replicas,
                                              bool clips) const {
  if (forced_ == WEFT_PATH_GENERAL) return std::nullopt;
  if (clips) {
    // A block knows no more than its own columns' gradients.
    require(forced_ == WEFT_PATH_AUTO, "the ", name_of(forced_),
            " path cannot clip gradients by their norm over all tensors; the general path can");
    return std::nullopt;
  }
  small::Data data{pixels, soft_targets, batch_size};
  small::Choice choice = small::choose(architecture_, data, replicas, limits_, forced_);
  if (choice.fits) return choice.plan;
  require(forced_ == WEFT_PATH_AUTO, "the ", name_of(forced_), " path cannot train this network: it ", choice.reason,
          "; the general path can");
  return std::nullopt;
}

int64_t SmallTrainer::scratch_floats(const small::Plan& plan) {
  constexpr int64_t alignment = 64;  // floats: 256 bytes
  return (plan.shape.scratch_floats + alignment - 1) / alignment * alignment;
}

std::size_t SmallTrainer::missing_bytes(const small::Plan& plan, int64_t replicas) const {
  std::size_t wanted = static_cast<std::size_t>(replicas * scratch_floats(plan)) * sizeof(float);
  return wanted - std::min(wanted, scratch_.bytes());
}

void SmallTrainer::reserve(Device& device, const small::Plan& plan, int64_t replicas) {
  scratch_.reserve(device, static_cast<std::size_t>(replicas * scratch_floats(plan)));
}

bool SmallTrainer::train(Device& device, const small::Plan& plan, const Slice& slice, const Samples& samples,
                         const Group& group, int64_t batch_size) {
  bool begun =
      small::launch(device, plan, samples, slice.runs(), static_cast<int32_t>(group.replicas()),
                    static_cast<int32_t>(group.samples), static_cast<int32_t>(std::min(batch_size, group.samples)));
  if (!begun) {
    // What was uploaded is on its way, from memory that the next attempt writes to.
    device.synchronize();
    limits_.cluster = plan.shape.cluster - 1;
  }
  return begun;
}

}  // namespace weft::cuda
