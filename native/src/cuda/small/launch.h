// Starts the kernels of small networks.
#pragma once

#include "cuda/device.h"
#include "cuda/small/plan.h"

namespace weft::cuda::small {

// What the device grants these kernels.
Limits limits_of(Device& device);

// Trains `replicas` replicas on their slices, in order with copies and other kernels of the device. `runs` is in device
// memory, one a replica, with shape.scratch_floats of scratch each. False, with nothing begun, where the device has no
// room for clusters of this size after all.
bool launch(Device& device, const Plan& plan, const Samples& samples, const ReplicaRun* runs, int32_t replicas,
            int32_t count, int32_t batch_size);

}  // namespace weft::cuda::small
