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

GeneralTrainer::Step& GeneralTrainer::step(Device& device, const Slice& slice, const Samples& samples, int64_t rows,
                                           int64_t replicas) {
  auto known = std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) {
    return step.runs == slice.runs() && step.cursors == slice.cursors() && same(step.samples, samples) &&
           step.rows == rows && step.replicas == replicas;
  });
  if (known != steps_.end()) return *known;
  if (steps_.size() == most_steps) {
    // The oldest may still be running.
    device.synchronize();
    steps_.erase(steps_.begin());
  }
  std::vector<AdamUpdate::Layer> layers = pass_.gradients_of(rows);
  Step step{slice.runs(), slice.cursors(), samples,
            rows,         replicas,        DeviceArray<AdamUpdate::Layer>(device, layers.size()),
            nullptr};
  device.load(step.layers.data(), layers.data(), step.layers.bytes());
  Batch batch{slice.runs(), slice.cursors(), samples, rows, replicas};
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

void GeneralTrainer::train(Device& device, const Slice& slice, const Samples& samples, const Group& group,
                           int64_t batch_size) {
  // Steps were captured with the addresses of the time.
  if (pass_.reserve(device, std::min(batch_size, group.samples), group.replicas())) steps_.clear();
  for (int64_t first = 0; first < group.samples; first += batch_size) {
    int64_t rows = std::min(batch_size, group.samples - first);
    step(device, slice, samples, rows, group.replicas()).graph->launch();
  }
}

}  // namespace weft::cuda
