// Which way a network is trained in: by estimates of what a step takes, in microseconds of an H200. They decide about
// time alone, and need to be right only about which of two is the larger one.
#include <algorithm>
#include <string>

#include "cuda/small/plan.h"

namespace weft::cuda::small {
namespace {

constexpr double megahertz = 1900;
// What FFMA can do at most, a multiprocessor and microsecond.
constexpr double peak = 128 * megahertz;

// One chunk of the reference network on one block; see train.h.
constexpr double throughput_step = 18;

double latency_step(int32_t cluster) {
  // The first layer's work is shared, the upper layers' and the barriers' is not; see train.h.
  return 1.9 + 16.0 / cluster;
}

double waves(int64_t parts, int64_t at_once) { return static_cast<double>((parts + at_once - 1) / at_once); }

// Kernel elements of the layers above the first.
double upper_elements(const Architecture& architecture) {
  double elements = 0;
  for (std::size_t i = 1; i < architecture.layers.size(); i++) {
    elements += static_cast<double>(architecture.layers[i].in) * architecture.layers[i].out;
  }
  return elements;
}

// A step of the grid, see grid.h. A block's part of the first layer goes in and its gradient out, at 45 KB a
// microsecond; its products reach three quarters of the peak, those of the layers above a third. Larger clusters wait a
// little longer for each other.
double grid_time(const Architecture& architecture, const Shape& shape, const GridStep& step, int64_t replicas,
                 int32_t multiprocessors) {
  double elements = static_cast<double>(shape.first.in) * shape.first.columns;
  double chunks = step.team_rows / chunk_rows;
  double products = chunk_rows * (2 * elements / (0.75 * peak) + 3 * upper_elements(architecture) / (0.35 * peak));
  double block = 3 + 0.02 * shape.cluster + 2 * 4 * elements / 45e3 + chunks * products;
  double update = 1 + 4.0 * step.teams * step.gradient_pitch * static_cast<double>(replicas) / 5e6;
  return block * waves(replicas * step.teams, multiprocessors / shape.cluster) + update;
}

// A step of the general path: 3 us a kernel that has little to do, and products at half the peak.
double general_time(const Architecture& architecture, int32_t rows, int32_t multiprocessors) {
  const DenseLayer& first = architecture.layers.front();
  double kernels = 4 + 3 * static_cast<double>(architecture.layers.size());
  double products = 2.0 * first.in * first.out + 3 * upper_elements(architecture);
  return 3 * kernels + rows * products / (0.5 * peak * multiprocessors);
}

// Why no kernel for small networks is made for such a network at all; empty where they are.
std::string reason_against(const Architecture& architecture) {
  // Wider layers would be computed by every block again and again; sizes here stay far from overflowing.
  constexpr int32_t most_units = 128;
  constexpr int32_t most_inputs = 65536;
  if (architecture.inputs > most_inputs) return "has more than " + std::to_string(most_inputs) + " inputs";
  for (const DenseLayer& layer : architecture.layers) {
    if (layer.out > most_units) return "has layers of more than " + std::to_string(most_units) + " units";
  }
  if (architecture.layers.size() <= max_upper_layers + 1) return "";
  return "has more than " + std::to_string(max_upper_layers + 1) + " layers";
}

// Looks for the plan that takes the least time of those that the device has room for.
class Search {
 public:
  Search(const Architecture& architecture, const Data& data, int32_t replicas, const Limits& limits)
      : architecture_(architecture),
        data_(data),
        replicas_(replicas),
        limits_(limits),
        multiprocessors_(std::max(1, limits.multiprocessors)) {}

  bool found() const { return choice_.fits; }

  void among_latency() {
    for_each_cluster([&](int32_t cluster) {
      consider(latency_plan(architecture_, data_, cluster),
               latency_step(cluster) * waves(replicas_, multiprocessors_ / cluster));
    });
  }

  void among_throughput() {
    consider(throughput_plan(architecture_, data_), throughput_step * waves(replicas_, multiprocessors_));
  }

  void among_grid() {
    GridStep step = grid_step(0, 0, data_.batch_rows, architecture_.parameters);
    for_each_cluster([&](int32_t cluster) {
      Plan plan = grid_plan(architecture_, data_, cluster);
      consider(plan, grid_time(architecture_, plan.shape, step, replicas_, multiprocessors_));
    });
  }

  // The same, where the general path takes longer: for one replica, however many there are, since all of them are to
  // come to the same.
  void among_grid_if_faster() {
    Search one(architecture_, data_, 1, limits_);
    one.among_grid();
    if (one.found() && one.least_time_ > general_time(architecture_, data_.batch_rows, multiprocessors_)) {
      choice_.reason = "is trained in less time by the general path";
    } else {
      among_grid();
    }
  }

  Choice choice() const {
    Choice choice = choice_;
    if (!choice.fits && choice.reason.empty()) {
      choice.reason = "needs " + std::to_string(least_bytes_) + " bytes of shared memory a block, and the device has " +
                      std::to_string(limits_.shared_bytes);
    }
    return choice;
  }

 private:
  template <typename Body>
  void for_each_cluster(const Body& body) const {
    for (int32_t cluster : cluster_sizes) {
      if (cluster <= limits_.cluster && cluster <= multiprocessors_) body(cluster);
    }
  }

  void consider(const Plan& plan, double time) {
    int32_t bytes = plan.shape.shared_bytes;
    if (least_bytes_ == 0 || bytes < least_bytes_) least_bytes_ = bytes;
    if (bytes > limits_.shared_bytes || (found() && time >= least_time_)) return;
    least_time_ = time;
    choice_ = {true, plan, ""};
  }

  const Architecture& architecture_;
  const Data& data_;
  int32_t replicas_;
  const Limits& limits_;
  int32_t multiprocessors_;
  Choice choice_;
  double least_time_ = 0;
  int32_t least_bytes_ = 0;
};

}  // namespace

Choice choose(const Architecture& architecture, const Data& data, int32_t replicas, const Limits& limits,
              int32_t forced) {
  std::string reason = reason_against(architecture);
  if (!reason.empty()) return {false, {}, reason};
  Search search(architecture, data, replicas, limits);
  if (forced == WEFT_PATH_GRID) {
    search.among_grid();
  } else if (forced == WEFT_PATH_LATENCY) {
    search.among_latency();
  } else if (forced == WEFT_PATH_THROUGHPUT) {
    search.among_throughput();
  } else {
    // Few rows: clusters first, else the grid. More: the other way round, and clusters only so far.
    bool few = data.batch_rows <= most_cluster_rows;
    if (!few) search.among_grid_if_faster();
    if (!search.found() && data.batch_rows <= most_batch_rows) {
      search.among_latency();
      search.among_throughput();
    }
    if (!search.found() && few) search.among_grid_if_faster();
  }
  return search.choice();
}

}  // namespace weft::cuda::small
