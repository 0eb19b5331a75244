#include "cpu/fused/path.h"

#include <algorithm>

namespace weft::cpu::fused {
namespace {

// Rough costs of one thread, for the choice of the number of threads alone.
constexpr double multiplications_per_ns = 60;
constexpr double updates_per_ns = 4;
constexpr double meeting_ns = 1500;

}  // namespace

FusedPath::FusedPath(const Architecture& architecture, Compute& compute, const FusedKernels& kernels,
                     Span<const uint64_t> seeds)
    : shape_(architecture, kernels.lanes), compute_(compute), kernels_(kernels) {
  for (uint64_t seed : seeds) replicas_.emplace_back(shape_, seed);
}

void FusedPath::reserve_workers(int threads) {
  while (workers_.size() < static_cast<std::size_t>(threads)) {
    workers_.push_back(std::make_unique<Worker>(shape_, kernels_));
  }
}

void FusedPath::read(int32_t index, int32_t state, Span<float> values) { replica(index).read(shape_, state, values); }

void FusedPath::write(int32_t index, int32_t state, Span<const float> values) {
  replica(index).write(shape_, state, values);
}

int64_t FusedPath::step(int32_t index) { return replica(index).step; }

void FusedPath::set_step(int32_t index, int64_t step) { replica(index).step = step; }

int FusedPath::training_threads(int64_t batch_size) const {
  double first = static_cast<double>(shape_.layers.front().panel_floats);
  double above = 0;
  for (std::size_t i = 1; i < shape_.layers.size(); i++) above += static_cast<double>(shape_.layers[i].panel_floats);
  double rows = static_cast<double>(batch_size);
  auto step_ns = [&](double threads) {
    double products = rows * (2 * first / threads + 3 * above) / multiplications_per_ns;
    double updates = (first / threads + above) / updates_per_ns;
    double chunks = (rows + chunk_rows - 1) / chunk_rows;
    return products + updates + (threads > 1 ? chunks * meeting_ns : 0);
  };
  int most = static_cast<int>(std::min<int64_t>(compute_.threads(), shape_.layers.front().panels));
  int best = 1;
  for (int threads = 2; threads <= most; threads++) {
    if (step_ns(threads) < step_ns(best)) best = threads;
  }
  return best;
}

void FusedPath::train(const CpuDataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) {
  if (samples == 0) {
    for (weft_training_plan& plan : plans) plan.correct = 0;
    return;
  }
  int threads = training_threads(std::min<int64_t>(samples, batch_size));
  reserve_workers(threads);
  Shared shared(shape_, threads);
  int64_t steps = (samples + batch_size - 1) / batch_size;
  for (std::size_t r = 0; r < replicas_.size(); r++) {
    ReplicaState& state = replicas_[r];
    weft_training_plan& plan = plans[r];
    updates_.clear();
    for (int64_t i = 0; i < steps; i++) {
      updates_.push_back(adam_step(plan.beta1, plan.beta2, plan.epsilon, plan.learning_rates[i], state.step + i + 1));
    }
    Slice slice{dataset, samples, batch_size, state.step, updates_.data(), plan};
    compute_.team().run_together(threads, [&](int thread) {
      workers_[static_cast<std::size_t>(thread)]->train(slice, state, shared, thread, threads);
    });
    state.step += steps;
  }
}

void FusedPath::evaluate(int32_t index, const CpuDataset& dataset, int64_t first, int64_t count,
                         EvaluationResult& result) {
  int threads = compute_.threads();
  reserve_workers(threads);
  std::vector<double> row_losses(static_cast<std::size_t>(count));
  std::vector<std::vector<int64_t>> confusion(static_cast<std::size_t>(threads),
                                              std::vector<int64_t>(result.confusion.size));
  std::vector<int64_t> correct(static_cast<std::size_t>(threads));
  compute_.team().run_together(threads, [&](int thread) {
    std::size_t own = static_cast<std::size_t>(thread);
    for (int64_t from = thread * chunk_rows; from < count; from += threads * chunk_rows) {
      Worker::Chunk chunk{first + from, std::min(chunk_rows, count - from), row_losses.data() + from,
                          confusion[own].empty() ? nullptr : confusion[own].data(), nullptr};
      correct[own] += workers_[own]->evaluate(replica(index), dataset, chunk);
    }
  });
  double sum = 0;
  for (double loss : row_losses) sum += loss;
  result.loss = sum / static_cast<double>(count);
  std::fill(result.confusion.begin(), result.confusion.end(), 0);
  for (std::size_t thread = 0; thread < correct.size(); thread++) {
    result.correct += correct[thread];
    for (std::size_t i = 0; i < result.confusion.size; i++) result.confusion[i] += confusion[thread][i];
  }
}

void FusedPath::predict(int32_t index, const CpuDataset& dataset, int64_t first, int64_t count, float* outputs) {
  int threads = count > chunk_rows ? compute_.threads() : 1;
  reserve_workers(threads);
  int64_t width = shape_.last().out;
  compute_.team().run_together(threads, [&](int thread) {
    for (int64_t from = thread * chunk_rows; from < count; from += threads * chunk_rows) {
      Worker::Chunk chunk{first + from, std::min(chunk_rows, count - from), nullptr, nullptr, outputs + from * width};
      workers_[static_cast<std::size_t>(thread)]->evaluate(replica(index), dataset, chunk);
    }
  });
}

void FusedPath::predict_rows(int32_t index, const float* features, int64_t rows, float* outputs) {
  int threads = rows > chunk_rows ? compute_.threads() : 1;
  reserve_workers(threads);
  int64_t width = shape_.last().out;
  compute_.team().run_together(threads, [&](int thread) {
    for (int64_t from = thread * chunk_rows; from < rows; from += threads * chunk_rows) {
      workers_[static_cast<std::size_t>(thread)]->predict(replica(index), features + from * shape_.inputs,
                                                          std::min(chunk_rows, rows - from), outputs + from * width);
    }
  });
}

}  // namespace weft::cpu::fused
