#include "cuda/general_trainer.h"

#include <algorithm>

namespace weft::cuda {
namespace {

// Captured steps that are kept: whole and last batches of two data sets, say.
constexpr std::size_t most_steps = 4;

bool same(const Samples& a, const Samples& b) {
  return a.pixels == b.pixels && a.values == b.values && a.labels == b.labels && a.targets == b.targets &&
         a.weights == b.weights && a.samples == b.samples && a.pitch == b.pitch && a.width == b.width;
}

}  // namespace

GeneralTrainer::Step& GeneralTrainer::step(Device& device, const Batch& batch) {
  // Kernels find the parameters by way of the runs; calls of cuBLAS are captured with their addresses.
  bool calls_cublas = batch.wide.cublas != nullptr && pass_.has_wide_layers(batch.rows);
  const float* parameters = calls_cublas ? batch.wide.parameters : nullptr;
  auto known = std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) {
    return step.runs == batch.runs && step.cursors == batch.cursors && same(step.samples, batch.samples) &&
           step.rows == batch.rows && step.replicas == batch.replicas && step.parameters == parameters &&
           step.clips == batch.clips;
  });
  if (known != steps_.end()) return *known;
  if (steps_.size() == most_steps) {
    // The oldest may still be running.
    device.synchronize();
    steps_.erase(steps_.begin());
  }
  if (calls_cublas) {
    // cuBLAS has kernels for each shape, and loads them when they are first called, which may wait or allocate: not
    // while capturing. Only the workspace is written.
    Batch rehearsal = batch;
    rehearsal.replicas = 1;
    pass_.forward(device, rehearsal);
    pass_.backward(device, rehearsal);
  }
  std::vector<Update::Layer> layers = pass_.gradients_of(batch);
  Step step{batch.runs,     batch.cursors, batch.samples, batch.rows,
            batch.replicas, parameters,    batch.clips,   DeviceArray<Update::Layer>(device, layers.size()),
            nullptr};
  device.load(step.layers.data(), layers.data(), step.layers.bytes());
  step.graph = device.capture([&] {
    pass_.forward(device, batch);
    pass_.loss(device, batch);
    pass_.backward(device, batch);
    pass_.update(device, batch, step.layers.data());
    pass_.close(device, batch, nullptr, nullptr);
  });
  steps_.push_back(std::move(step));
  return steps_.back();
}

void GeneralTrainer::train(Device& device, const WideLayers& wide, const Slice& slice, const Samples& samples,
                           const Group& group, int64_t batch_size) {
  // Steps were captured with the addresses of the time.
  if (pass_.reserve(device, std::min(batch_size, group.samples), group.replicas())) steps_.clear();
  for (int64_t first = 0; first < group.samples; first += batch_size) {
    int64_t rows = std::min(batch_size, group.samples - first);
    step(device, {slice.runs(), slice.cursors(), samples, rows, group.replicas(), wide, clips(group.members)})
        .graph->launch();
  }
}

}  // namespace weft::cuda
