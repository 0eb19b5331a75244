// The general way to train: any widths, any batch, a group of replicas at once, in the kernels of pass.h. A step is
// captured once as a graph, for whole batches and for the last one, and launched again for every batch: where it has
// come to stands in the cursors, in device memory, so nothing about a graph ever changes.
#pragma once

#include <vector>

#include "cuda/pass.h"
#include "cuda/slice.h"

namespace weft::cuda {

class GeneralTrainer {
 public:
  explicit GeneralTrainer(const Architecture& architecture) : architecture_(architecture), pass_(architecture, true) {}

  // The most replicas of one group.
  static constexpr int64_t most_replicas = 256;

  // The bytes of device memory that training in batches of up to `rows` needs beyond what there is.
  std::size_t missing_bytes(int64_t rows, int64_t replicas) const { return pass_.missing_bytes(rows, replicas); }

  // Whether batches of `rows` have products for cuBLAS.
  bool has_wide_layers(int64_t rows) const { return pass_.has_wide_layers(rows); }

  // Starts the training of a group whose plans have been uploaded.
  void train(Device& device, const WideLayers& wide, const Slice& slice, const Samples& samples, const Group& group,
             int64_t batch_size);

 private:
  // A captured step, and what it was captured for.
  struct Step {
    const ReplicaRun* runs;
    const Cursor* cursors;
    Samples samples;
    int64_t rows;
    int64_t replicas;
    const float* parameters;  // of cuBLAS's calls, or null
    bool clips;
    DeviceArray<Update::Layer> layers;
    std::unique_ptr<Graph> graph;
  };

  Step& step(Device& device, const Batch& batch);

  const Architecture& architecture_;
  Pass pass_;
  std::vector<Step> steps_;
};

}  // namespace weft::cuda
