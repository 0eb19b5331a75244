// Training of networks that fit into shared memory: in which of the ways of small/plan.h, and the scratch memory that
// it asks for.
#pragma once

#include <optional>

#include "cuda/slice.h"
#include "cuda/small/launch.h"

namespace weft::cuda {

class SmallTrainer {
 public:
  // `forced` is a path of weft.h that the context forces, or WEFT_PATH_AUTO.
  SmallTrainer(const Architecture& architecture, int32_t forced) : architecture_(architecture), forced_(forced) {}

  // Asks the device once what it grants.
  void look_at(Device& device);

  // How batches of `batch_size` samples of this kind are trained, a last one of fewer too; none where the general path
  // is the way. Throws WEFT_INVALID_ARGUMENT where a path is forced that does not fit.
  std::optional<small::Plan> plan(bool pixels, bool soft_targets, int32_t batch_size, int32_t replicas,
                                  bool clips = false) const;

  // The bytes of device memory that a plan needs beyond what there is.
  std::size_t missing_bytes(const small::Plan& plan, int64_t replicas) const;
  // Makes room.
  void reserve(Device& device, const small::Plan& plan, int64_t replicas);
  float* scratch() const { return scratch_.data(); }
  // From replica to replica.
  static int64_t scratch_floats(const small::Plan& plan);

  // Starts the training of a group whose plans have been uploaded. False, with nothing begun, where the device refuses
  // clusters as large as the plan's: plan() has another one from then on.
  bool train(Device& device, const small::Plan& plan, const Slice& slice, const Samples& samples, const Group& group,
             int64_t batch_size);

 private:
  const Architecture& architecture_;
  int32_t forced_;
  small::Limits limits_;
  DeviceArray<float> scratch_;
};

}  // namespace weft::cuda
