#include "cpu/general_network.h"

#include <algorithm>
#include <cstring>

namespace weft::cpu {

GeneralNetwork::GeneralNetwork(std::shared_ptr<CpuContext> context, const Architecture& architecture,
                               Span<const uint64_t> seeds)
    : CpuNetwork(std::move(context), architecture),
      gradients_(static_cast<std::size_t>(architecture.parameters)),
      pass_(this->architecture(), compute()) {
  std::size_t count = static_cast<std::size_t>(architecture.parameters);
  for (uint64_t seed : seeds) {
    replicas_.push_back(
        {seed, 0, AlignedBuffer<float>(count), AlignedBuffer<float>(count), AlignedBuffer<float>(count), {}});
  }
}

AlignedBuffer<float>& GeneralNetwork::Replica::state(int32_t which) {
  switch (which) {
    case WEFT_FIRST_MOMENTS:
      return first_moments;
    case WEFT_SECOND_MOMENTS:
      return second_moments;
    case WEFT_AVERAGE:
      return average.size() > 0 ? average : parameters;
    default:
      return parameters;
  }
}

void GeneralNetwork::Replica::set_average(bool wanted) {
  if (wanted == (average.size() > 0)) return;
  average = AlignedBuffer<float>(wanted ? parameters.size() : 0);
  if (wanted) std::memcpy(average.data(), parameters.data(), parameters.size() * sizeof(float));
}

void GeneralNetwork::read(int32_t index, int32_t state, Span<float> values) {
  Turn turn(context());
  std::memcpy(values.data, replica(index).state(state).data(), values.size * sizeof(float));
}

void GeneralNetwork::write(int32_t index, int32_t state, Span<const float> values) {
  Turn turn(context());
  if (state == WEFT_PARAMETERS || state == WEFT_AVERAGE) replica(index).set_average(state == WEFT_AVERAGE);
  std::memcpy(replica(index).state(state).data(), values.data, values.size * sizeof(float));
}

bool GeneralNetwork::has_average(int32_t index) {
  Turn turn(context());
  return replica(index).average.size() > 0;
}

int64_t GeneralNetwork::step(int32_t index) {
  Turn turn(context());
  return replica(index).step;
}

void GeneralNetwork::set_step(int32_t index, int64_t step) {
  Turn turn(context());
  replica(index).step = step;
}

void GeneralNetwork::set_seed(int32_t index, uint64_t seed) {
  Turn turn(context());
  replica(index).seed = seed;
}

void GeneralNetwork::train(const Dataset& dataset, int64_t samples, int32_t batch_size,
                           Span<weft_training_plan> plans) {
  Turn turn(context());
  pass_.reserve(std::min<int64_t>(samples, batch_size));
  for (std::size_t r = 0; r < replicas_.size(); r++) {
    plans[r].correct = 0;
    if (plans[r].order == nullptr) continue;
    train_replica(replicas_[r], static_cast<const CpuDataset&>(dataset), samples, batch_size, plans[r]);
  }
}

// The training step of the whole backend: read, forward, loss, backward, update.
void GeneralNetwork::train_replica(Replica& replica, const CpuDataset& dataset, int64_t samples, int32_t batch_size,
                                   weft_training_plan& plan) {
  float* parameters = replica.parameters.data();
  if (samples > 0) replica.set_average(plan.optimizer.average_decay > 0);
  for (int64_t first = 0, slice_step = 0; first < samples; first += batch_size, slice_step++) {
    int64_t rows = std::min<int64_t>(batch_size, samples - first);
    Pass::Batch batch{dataset, plan.order + first, 0, rows, plan.class_weights, plan.shift};
    Pass::Masks masks{replica.seed, static_cast<uint32_t>(replica.step)};
    pass_.read_features(batch, masks);
    pass_.read_targets(batch);
    pass_.forward(parameters, &masks);
    pass_.loss(true);
    if (plan.step_losses != nullptr) plan.step_losses[slice_step] = pass_.loss_sum() / static_cast<double>(rows);
    plan.correct += pass_.correct();
    pass_.backward(parameters, masks, gradients_.data());
    replica.step++;
    update(replica, optimizer_step(plan.optimizer, plan.learning_rates[slice_step], replica.step));
  }
}

void GeneralNetwork::update(Replica& replica, const OptimizerStep& step) {
  if (step.clip_norm > 0) compute().clip(step.clip_norm, architecture().parameters, gradients_.data());
  float* average = replica.average.size() > 0 ? replica.average.data() : nullptr;
  auto update_tensor = [&](Tensor tensor, int64_t first, int64_t count) {
    compute().update(tensor, step, count, gradients_.data() + first, replica.parameters.data() + first,
                     replica.first_moments.data() + first, replica.second_moments.data() + first,
                     average == nullptr ? nullptr : average + first);
  };
  for (const DenseLayer& layer : architecture().layers) {
    update_tensor(Tensor::kernel, layer.kernel, layer.bias - layer.kernel);
    update_tensor(Tensor::bias, layer.bias, layer.out);
  }
}

// Rows of a forward pass outside training: results do not depend on it, memory does.
int64_t GeneralNetwork::chunk_rows() const {
  constexpr int64_t most_rows = 512;
  constexpr int64_t most_elements = 1 << 22;
  return std::clamp<int64_t>(most_elements / architecture().max_width(), 1, most_rows);
}

void GeneralNetwork::evaluate(int32_t index, const Dataset& dataset, int64_t first, int64_t count,
                              EvaluationResult& result) {
  Turn turn(context());
  int64_t chunk = std::min(chunk_rows(), count);
  pass_.reserve(chunk);
  std::vector<int64_t> confusion(result.confusion.size);
  const float* parameters = replica(index).state(WEFT_AVERAGE).data();
  double loss = 0;
  for (int64_t from = 0; from < count; from += chunk) {
    Pass::Batch batch{static_cast<const CpuDataset&>(dataset), nullptr, first + from, std::min(chunk, count - from)};
    pass_.read_features(batch);
    pass_.read_targets(batch);
    pass_.forward(parameters, nullptr);
    pass_.loss(false);
    loss += pass_.loss_sum();
    result.correct += pass_.correct();
    if (!confusion.empty()) pass_.count_into(confusion.data());
  }
  result.loss = loss / static_cast<double>(count);
  std::copy(confusion.begin(), confusion.end(), result.confusion.begin());
}

void GeneralNetwork::predict(int32_t index, const Dataset& dataset, int64_t first, int64_t count, float* outputs) {
  Turn turn(context());
  int64_t chunk = std::min(chunk_rows(), count);
  pass_.reserve(chunk);
  const float* parameters = replica(index).state(WEFT_AVERAGE).data();
  int64_t width = architecture().outputs();
  for (int64_t from = 0; from < count; from += chunk) {
    int64_t rows = std::min(chunk, count - from);
    Pass::Batch batch{static_cast<const CpuDataset&>(dataset), nullptr, first + from, rows};
    pass_.read_features(batch);
    pass_.forward(parameters, nullptr);
    std::memcpy(outputs + from * width, pass_.outputs(), static_cast<std::size_t>(rows * width) * sizeof(float));
  }
}

void GeneralNetwork::predict_rows(int32_t index, const float* features, int64_t rows, float* outputs) {
  Turn turn(context());
  int64_t chunk = std::min(chunk_rows(), rows);
  pass_.reserve(chunk);
  const float* parameters = replica(index).state(WEFT_AVERAGE).data();
  int64_t width = architecture().outputs();
  for (int64_t from = 0; from < rows; from += chunk) {
    int64_t count = std::min(chunk, rows - from);
    pass_.read_rows(features + from * architecture().inputs, count);
    pass_.forward(parameters, nullptr);
    std::memcpy(outputs + from * width, pass_.outputs(), static_cast<std::size_t>(count * width) * sizeof(float));
  }
}

}  // namespace weft::cpu
