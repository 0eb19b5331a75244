// Whether small networks can be trained in one persistent launch on a device, and in which of its ways:
//
// - latency: one cluster of blocks a replica, everything resident in shared memory. The fewest microseconds a step.
// - throughput: one block a replica, whose first layer's moments stay in global memory, in practice in the second-level
//   cache. Hundreds of replicas at once.
//
// Pure functions, so that what they decide is tested where there is no GPU. Results of training do not depend on the
// plan.
#pragma once

#include <string>
#include <vector>

#include "architecture.h"
#include "cuda/small/shape.h"

namespace weft::cuda::small {

// The kernels there are: of pixels or of floats, and with groups of 2 columns for blocks that own no more.
enum class Program : int32_t {
  latency_pixels_2,
  latency_pixels_4,
  latency_floats_2,
  latency_floats_4,
  throughput_pixels,
  throughput_floats,
};

struct Plan {
  Program program;
  Shape shape;
};

struct Limits {
  int32_t multiprocessors = 0;
  int32_t shared_bytes = 0;  // that one block can have
  int32_t cluster = 1;       // the most blocks of a cluster; 1 where there are no clusters
};

struct Data {
  bool pixels;
  bool soft_targets;   // rows of targets instead of labels
  int32_t batch_rows;  // the most that a batch has
};

// Larger batches are left to the general path: beyond this, kernels that use the whole device take less time a step.
constexpr int32_t most_batch_rows = 256;

// Blocks of a cluster that are considered; 8 is what every device with clusters grants, 16 what some do.
constexpr int32_t cluster_sizes[] = {16, 8, 4, 2, 1};

constexpr int32_t latency_threads = 384;
constexpr int32_t throughput_threads = 512;

// The shape of a program, whether or not a device has room for it. The architecture has at most max_upper_layers + 1
// layers.
Plan latency_plan(const Architecture& architecture, const Data& data, int32_t cluster,
                  int32_t threads = latency_threads);
Plan throughput_plan(const Architecture& architecture, const Data& data, int32_t threads = throughput_threads);

// What a device can do for this many replicas at once: the plan that takes the least time by estimate; or, where
// `fits` is false, why there is none, as part of a sentence.
struct Choice {
  bool fits = false;
  Plan plan{};
  std::string reason;
};

// `forced` is WEFT_PATH_LATENCY or WEFT_PATH_THROUGHPUT where only that way is asked for, however long it takes.
Choice choose(const Architecture& architecture, const Data& data, int32_t replicas, const Limits& limits,
              int32_t forced = WEFT_PATH_AUTO);

// WEFT_PATH_LATENCY or WEFT_PATH_THROUGHPUT.
int32_t path_of(const Plan& plan);

}  // namespace weft::cuda::small
