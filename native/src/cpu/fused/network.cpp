#include "cpu/fused/network.h"

#include <algorithm>
#include <atomic>
#include <chrono>

#include "cpu/fused/whole_gradient.h"

namespace weft::cpu::fused {
namespace {

// Samples of a segment, one batch at least: some milliseconds, short enough to choose the threads anew a dozen times an
// epoch, long enough to cost nothing. And its steps at most, for tiny batches.
constexpr int64_t segment_samples = 4096;
constexpr int64_t most_segment_steps = 512;

// Chunks a thread that are worked on before gradients are summed: 4 x 64 x 784 pixels are 200 KB.
constexpr int64_t slots_a_thread = 4;

int64_t chunks_of(int64_t rows) { return (rows + chunk_rows - 1) / chunk_rows; }

}  // namespace

FusedNetwork::FusedNetwork(std::shared_ptr<CpuContext> context, const Architecture& architecture,
                           Span<const uint64_t> seeds)
    : CpuNetwork(std::move(context), architecture),
      kernels_(dense_kernels_for(this->context().instruction_set())),
      shape_(architecture, kernels_.lanes) {
  for (std::size_t i = 0; i < seeds.size; i++) replicas_.emplace_back(shape_, i, seeds[i]);
  int32_t instruction_set = this->context().instruction_set();
  first_ = make_first_layer(first_layer_precision(shape_, instruction_set), instruction_set, shape_, seeds.size);
}

void FusedNetwork::reserve_workers(int threads, bool alone, bool uint8, int64_t slots) {
  while (workers_.size() < static_cast<std::size_t>(threads)) {
    workers_.push_back(std::make_unique<Worker>(shape_, kernels_, *first_));
  }
  first_->reserve(threads, alone, uint8, slots);
}

std::unique_ptr<Shared> FusedNetwork::make_shared(int threads) const {
  return std::make_unique<Shared>(shape_, sample_kernels_for(context().instruction_set()), threads);
}

// Batches of several chunks are divided by samples: no work is done twice then. With 128 rows both are equally fast on
// two threads, since the parameters that travel cost what the work done twice does.
int FusedNetwork::most_threads(int64_t batch_size) const {
  int64_t chunks = chunks_of(batch_size);
  return static_cast<int>(std::min<int64_t>(compute().threads(), chunks > 1 ? chunks : first_->most_threads()));
}

void FusedNetwork::read(int32_t index, int32_t state, Span<float> values) {
  Turn turn(context());
  first_->read(index, state, values);
  for (std::size_t i = 0; i < shape_.upper.size(); i++) {
    replica(index).upper[i].read(shape_.upper[i], state, values);
  }
}

void FusedNetwork::write(int32_t index, int32_t state, Span<const float> values) {
  Turn turn(context());
  first_->write(index, state, values);
  for (std::size_t i = 0; i < shape_.upper.size(); i++) {
    replica(index).upper[i].write(shape_.upper[i], state, values);
  }
}

bool FusedNetwork::has_average(int32_t index) {
  Turn turn(context());
  return first_->has_average(index);
}

int64_t FusedNetwork::step(int32_t index) {
  Turn turn(context());
  return replica(index).step;
}

void FusedNetwork::set_step(int32_t index, int64_t step) {
  Turn turn(context());
  replica(index).step = step;
}

void FusedNetwork::set_seed(int32_t index, uint64_t seed) {
  Turn turn(context());
  replica(index).seed = seed;
}

void FusedNetwork::train(const Dataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) {
  Turn turn(context());
  const CpuDataset& data = static_cast<const CpuDataset&>(dataset);
  std::vector<std::size_t> awake;
  for (std::size_t r = 0; r < plans.size; r++) {
    plans[r].correct = 0;
    if (plans[r].order == nullptr) continue;
    if (samples > 0) set_average(replicas_[r], plans[r].optimizer.average_decay > 0);
    awake.push_back(r);
  }
  int threads = compute().threads();
  if (awake.size() > 1 && threads > 1) {
    train_side_by_side(data, samples, batch_size, awake, plans);
    return;
  }
  if (updates_.empty()) updates_.resize(1);
  for (std::size_t r : awake) {
    for_segments(replicas_[r], data, samples, batch_size, plans[r], updates_[0],
                 [&](Slice& slice) { train_together(replicas_[r], slice); });
  }
}

// One replica a thread at a time: nothing crosses cores. Threads take the next one as they come, so that one who is
// held up by a neighbour holds up nobody.
void FusedNetwork::train_side_by_side(const CpuDataset& data, int64_t samples, int32_t batch_size,
                                      const std::vector<std::size_t>& awake, Span<weft_training_plan> plans) {
  int threads = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(compute().threads()), awake.size()));
  reserve_workers(threads, true, data.is_uint8());
  while (alone_.size() < static_cast<std::size_t>(threads)) alone_.push_back(make_shared(1));
  for (std::size_t r : awake) {
    if (!InputRows::wanted(shape_.first, data, plans[r].shift)) continue;
    int64_t most = std::min(samples, segment_steps(data, batch_size, plans[r]) * batch_size);
    for (const std::unique_ptr<Shared>& shared : alone_) shared->rows.reserve(most);
  }
  if (updates_.size() < static_cast<std::size_t>(threads)) updates_.resize(static_cast<std::size_t>(threads));
  // Threads cannot report a failure, so they allocate nothing.
  for (std::vector<OptimizerStep>& updates : updates_) updates.reserve(most_segment_steps);
  std::atomic<std::size_t> next{0};
  compute().team().run_together(threads, [&](int thread) {
    Share share{0, 1, thread};
    std::size_t own = static_cast<std::size_t>(thread);
    for (std::size_t i = next.fetch_add(1); i < awake.size(); i = next.fetch_add(1)) {
      ReplicaState& state = replicas_[awake[i]];
      for_segments(state, data, samples, batch_size, plans[awake[i]], updates_[own], [&](Slice& slice) {
        if (InputRows::wanted(shape_.first, data, slice.shift)) slice.inputs = &alone_[own]->rows;
        worker(thread).train(slice, state, *alone_[own], Division::by_first_layer, share);
        if (slice.keeps_gradient) clip_and_update(state, slice, thread, worker(thread).upper_sums());
      });
    }
  });
}

int64_t FusedNetwork::segment_steps(const CpuDataset& dataset, int64_t batch_size,
                                    const weft_training_plan& plan) const {
  if (plan.optimizer.clip_norm > 0) return 1;
  int64_t samples = InputRows::wanted(shape_.first, dataset, plan.shift) ? InputRows::most_samples : segment_samples;
  return std::clamp<int64_t>(samples / batch_size, 1, most_segment_steps);
}

// Calls train(slice) for one segment of a replica's samples after the other.
template <typename Train>
void FusedNetwork::for_segments(ReplicaState& state, const CpuDataset& dataset, int64_t samples, int64_t batch_size,
                                weft_training_plan& plan, std::vector<OptimizerStep>& updates, const Train& train) {
  int64_t most_steps = segment_steps(dataset, batch_size, plan);
  for (int64_t first = 0, step = 0; first < samples; first += most_steps * batch_size, step += most_steps) {
    int64_t count = std::min<int64_t>(most_steps * batch_size, samples - first);
    int64_t steps = (count + batch_size - 1) / batch_size;
    updates.clear();
    for (int64_t i = 0; i < steps; i++) {
      float rate = plan.learning_rates[step + i];
      updates.push_back(optimizer_step(plan.optimizer, rate, state.step + i + 1));
    }
    Slice slice{dataset,
                state.index,
                state.seed,
                plan.order + first,
                count,
                batch_size,
                state.step,
                updates.data(),
                plan.class_weights,
                plan.step_losses != nullptr ? plan.step_losses + step : nullptr,
                plan.optimizer.clip_norm > 0,
                plan.shift};
    train(slice);
    plan.correct += slice.correct;
    state.step += steps;
  }
}

// As many threads as pay, on one replica.
void FusedNetwork::train_together(ReplicaState& state, Slice& slice) {
  int64_t rows = slice.rows(0);
  int threads = choice_.next(rows, most_threads(rows));
  auto start = std::chrono::steady_clock::now();
  train_segment(state, slice, threads);
  std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  choice_.measured(threads, slice.steps(), took.count());
}

void FusedNetwork::train_segment(ReplicaState& state, Slice& slice, int threads) {
  int64_t chunks = chunks_of(slice.batch_size);
  bool by_samples = threads > 1 && chunks > 1;
  int64_t slots = by_samples ? std::min(threads * slots_a_thread, chunks) : 0;
  reserve_workers(threads, false, slice.dataset.is_uint8(), slots);
  if (shared_.size() <= static_cast<std::size_t>(threads)) shared_.resize(static_cast<std::size_t>(threads) + 1);
  std::unique_ptr<Shared>& shared = shared_[static_cast<std::size_t>(threads)];
  if (!shared) shared = make_shared(threads);
  shared->reserve_slots(shape_, slots);
  if (InputRows::wanted(shape_.first, slice.dataset, slice.shift)) {
    shared->rows.reserve(slice.samples);
    slice.inputs = &shared->rows;
  }
  Division division = by_samples ? Division::by_samples : Division::by_first_layer;
  compute().team().run_together(threads, [&](int thread) {
    worker(thread).train(slice, state, *shared, division, {thread, threads});
  });
  if (slice.keeps_gradient) clip_and_update(state, slice, 0, by_samples ? shared->upper_sums : worker(0).upper_sums());
}

void FusedNetwork::set_average(ReplicaState& state, bool wanted) {
  first_->set_average(state.index, wanted);
  for (std::size_t i = 0; i < state.upper.size(); i++) state.upper[i].set_average(shape_.upper[i], wanted);
}

void FusedNetwork::clip_and_update(ReplicaState& state, const Slice& slice, int team,
                                   std::vector<Tensors>& upper_gradients) {
  double squares = first_->squared_gradient(team);
  for (const Tensors& gradient : upper_gradients) squares += squared_norm(gradient);
  float scale = clip_scale(slice.updates->clip_norm, squares);
  first_->use_gradient(slice, team, scale);
  for (std::size_t i = 0; i < upper_gradients.size(); i++) {
    use_gradient(kernels_, *slice.updates, scale, upper_gradients[i], state.upper[i]);
  }
}

template <typename Body>
void FusedNetwork::for_chunks(int threads, int64_t count, const Body& body) {
  compute().team().run_together(threads, [&](int thread) {
    for (int64_t from = thread * chunk_rows; from < count; from += threads * chunk_rows) {
      body(worker(thread), thread, from, std::min(chunk_rows, count - from));
    }
  });
}

void FusedNetwork::evaluate(int32_t index, const Dataset& samples, int64_t first, int64_t count,
                            EvaluationResult& result) {
  Turn turn(context());
  const CpuDataset& dataset = static_cast<const CpuDataset&>(samples);
  int threads = compute().threads();
  reserve_workers(threads, false, dataset.is_uint8());
  std::vector<double> row_losses(static_cast<std::size_t>(count));
  std::vector<std::vector<int64_t>> confusion(static_cast<std::size_t>(threads),
                                              std::vector<int64_t>(result.confusion.size));
  std::vector<int64_t> correct(static_cast<std::size_t>(threads));
  for_chunks(threads, count, [&](Worker& worker, int thread, int64_t from, int64_t rows) {
    std::size_t own = static_cast<std::size_t>(thread);
    correct[own] += worker.evaluate(thread, replica(index), {dataset, first + from, rows}, row_losses.data() + from,
                                    confusion[own].empty() ? nullptr : confusion[own].data());
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

void FusedNetwork::predict(int32_t index, const Dataset& samples, int64_t first, int64_t count, float* outputs) {
  Turn turn(context());
  const CpuDataset& dataset = static_cast<const CpuDataset&>(samples);
  int threads = count > chunk_rows ? compute().threads() : 1;
  reserve_workers(threads, false, dataset.is_uint8());
  int64_t width = shape_.last().out;
  for_chunks(threads, count, [&](Worker& worker, int thread, int64_t from, int64_t rows) {
    worker.predict(thread, replica(index), {dataset, first + from, rows}, outputs + from * width);
  });
}

void FusedNetwork::predict_rows(int32_t index, const float* features, int64_t rows, float* outputs) {
  Turn turn(context());
  int threads = rows > chunk_rows ? compute().threads() : 1;
  reserve_workers(threads, false, false);
  int64_t width = shape_.last().out;
  for_chunks(threads, rows, [&](Worker& worker, int thread, int64_t from, int64_t count) {
    worker.predict(thread, replica(index), features + from * shape_.first.in, count, outputs + from * width);
  });
}

}  // namespace weft::cpu::fused
