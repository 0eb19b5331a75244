// Whether the kernels for small networks can train a network on a device, and in which of their ways:
//
// - latency: one cluster of blocks a replica, everything resident in shared memory, one launch a slice. The fewest
//   microseconds a step of few samples.
// - throughput: one block a replica, whose first layer's moments stay in global memory, in practice in the second-level
//   cache; one launch a slice. Hundreds of replicas at once.
// - grid: all blocks of the device share a batch, two launches a step. The fewest microseconds a step of many samples.
//
// Pure functions, so that what they decide is tested where there is no GPU. Latency and throughput come to the same
// results, bit by bit, in any of their shapes; grid adds up in another order, whatever its shape. So which of the two
// orders is taken follows from network and batch, never from the number of replicas.
#pragma once

#include <string>
#include <vector>

#include "architecture.h"
#include "cuda/small/grid_shape.h"

namespace weft::cuda::small {

// The kernels there are to train with, see programs.h.
enum class Program : int32_t;

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

// Larger batches go to the grid: by estimate a chunk of 32 rows takes a cluster 4 us, and a step of few chunks takes
// the grid 9 us.
constexpr int32_t most_cluster_rows = 64;
// Where the grid is none for a network, its batches go to clusters up to this, and to the general path beyond.
constexpr int32_t most_batch_rows = 256;

// Blocks of a cluster that are considered; 8 is what every device with clusters grants, 16 what some do.
constexpr int32_t cluster_sizes[] = {16, 8, 4, 2, 1};

// Of one launch: the grid has a row of blocks for each.
constexpr int32_t most_replicas = 32768;

// The shape of a program, whether or not a device has room for it. The architecture has at most max_upper_layers + 1
// layers.
Plan latency_plan(const Architecture& architecture, const Data& data, int32_t cluster,
                  int32_t threads = latency_threads);
Plan throughput_plan(const Architecture& architecture, const Data& data, int32_t threads = throughput_threads);
Plan grid_plan(const Architecture& architecture, const Data& data, int32_t cluster, int32_t threads = grid_threads);

// What a device can do for this many replicas at once: the plan that takes the least time by estimate; or, where
// `fits` is false, why there is none, as part of a sentence.
struct Choice {
  bool fits = false;
  Plan plan{};
  std::string reason;
};

// `forced` is WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT or WEFT_PATH_GRID where only that way is asked for, however long
// it takes.
Choice choose(const Architecture& architecture, const Data& data, int32_t replicas, const Limits& limits,
              int32_t forced = WEFT_PATH_AUTO);

// The batches of a slice of `count` samples.
std::vector<GridStep> grid_steps(int32_t count, int32_t batch_size, int64_t parameters);

// WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT or WEFT_PATH_GRID.
int32_t path_of(const Plan& plan);

}  // namespace weft::cuda::small
