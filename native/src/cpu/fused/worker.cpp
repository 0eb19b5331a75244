#include "cpu/fused/worker.h"

#include <algorithm>
#include <cstring>

#include "cpu/class_of.h"
#include "cpu/compute.h"

namespace weft::cpu::fused {
namespace {

// What the fused kernels know as activations is weft.h's constant.
int32_t code(Activation activation) { return static_cast<int32_t>(activation); }

int64_t first_panel_of(int64_t panels, int thread, int threads) { return panels * thread / threads; }

AlignedBuffer<float> block() { return AlignedBuffer<float>(static_cast<std::size_t>(block_size)); }

DropoutMask mask_of(const LayerShape& layer, std::size_t index, uint64_t seed, int64_t step) {
  return dropout_mask(layer.input_dropout, seed, static_cast<uint32_t>(index), static_cast<uint32_t>(step));
}

}  // namespace

Shared::Shared(const Shape& shape, int threads)
    : barrier(threads), activations{block(), block()}, sums(shape.layers.front(), shape.lanes) {}

Worker::Worker(const Shape& shape, const FusedKernels& kernels)
    : shape_(shape),
      kernels_(kernels),
      targets_(block()),
      weights_(static_cast<std::size_t>(chunk_rows)),
      probabilities_(block()),
      gradients_{block(), block()},
      row_losses_(static_cast<std::size_t>(chunk_rows)) {
  for (std::size_t i = 0; i < shape.layers.size(); i++) {
    LayerBuffers buffers;
    buffers.y = block();
    if (i > 0 && shape.layers[i].input_dropout > 0) {
      buffers.dropped = block();
      buffers.factors = block();
    }
    buffers_.push_back(std::move(buffers));
    if (i > 0) {
      copies_.emplace_back(shape.layers[i], shape.lanes);
      sums_.emplace_back(shape.layers[i], shape.lanes);
    }
  }
}

void Worker::train(Slice& slice, ReplicaState& replica, Shared& shared, int thread, int threads) {
  for (std::size_t i = 1; i < shape_.layers.size(); i++) {
    const LayerShape& layer = shape_.layers[i];
    LayerState& state = replica.layers[i];
    LayerState& own = thread == 0 ? state : copies_[i - 1];
    if (thread != 0) own.copy_from(state);
    kernels_.transpose(layer.in, layer.out, own.parameters.panels.data(), own.transposed.data());
  }
  // Thread 0 changes the replica that the others have just copied.
  shared.barrier.wait();
  parity_ = 0;
  int64_t correct = 0;
  for (int64_t first = 0, number = 0; first < slice.samples; first += slice.batch_size, number++) {
    int64_t rows = std::min<int64_t>(slice.batch_size, slice.samples - first);
    Step step{slice, replica, shared, thread, threads, first, rows, slice.first_step + number, slice.updates[number]};
    double loss = train_batch(step, correct);
    if (thread == 0 && slice.step_losses != nullptr) {
      slice.step_losses[number] = loss / static_cast<double>(rows);
    }
  }
  if (thread == 0) slice.correct = correct;
}

// One step: each chunk of the batch forward and back, the last chunk's gradient with the update.
double Worker::train_batch(const Step& step, int64_t& correct) {
  const LayerShape& first_layer = shape_.layers.front();
  int64_t first_panel = first_panel_of(first_layer.panels, step.thread, step.threads);
  int64_t last_panel = first_panel_of(first_layer.panels, step.thread + 1, step.threads);
  double loss_sum = 0;
  for (int64_t done = 0; done < step.rows; done += chunk_rows) {
    int64_t rows = std::min(chunk_rows, step.rows - done);
    bool begins = done == 0;
    bool ends = done + rows == step.rows;
    GradientUse use = ends ? (begins ? GradientUse::update : GradientUse::add_and_update)
                           : (begins ? GradientUse::begin_sum : GradientUse::add_to_sum);
    const int32_t* order = step.slice.order + step.first + done;
    Input x = first_layer.input_dropout > 0 ? dropped_samples(step, order, done, rows)
                                            : samples(step.slice.dataset, order, rows);
    float* activations = step.shared.activations[parity_].data();
    parity_ ^= 1;
    forward(0, step.replica.layers[0], rows, x, first_panel, last_panel, activations);
    read_targets(step.slice.dataset, order, rows, step.slice.class_weights);
    if (step.threads > 1) step.shared.barrier.wait();
    const float* logits = forward_above(step, done, rows, activations);
    compute_loss(rows, logits, 1.0f / static_cast<float>(step.rows), true, row_losses_.data());
    if (step.thread == 0) {
      for (int64_t row = 0; row < rows; row++) loss_sum += row_losses_.data()[row];
      correct += count_correct(rows, logits, nullptr);
    }
    const float* dz = backward_above(step, rows, activations, first_panel, last_panel, use);
    Ahead ahead = look_ahead(step.slice, order + rows, step.slice.samples - step.first - done - rows);
    update_layer(step, 0, step.replica.layers[0], step.shared.sums, rows, x, dz, first_panel, last_panel, use, ahead);
  }
  return loss_sum;
}

// Samples as they lie in memory where they are pixels, else gathered into blocks.
Input Worker::samples(const CpuDataset& dataset, const int32_t* order, int64_t rows) {
  if (!dataset.is_uint8()) return staged_samples(dataset, order, rows);
  for (int64_t row = 0; row < rows; row++) rows_[static_cast<std::size_t>(row)] = dataset.pixels(order[row]);
  return {rows_.data(), nullptr, 0};
}

Input Worker::staged_samples(const CpuDataset& dataset, const int32_t* order, int64_t rows) {
  for (int64_t row = 0; row < rows; row++) {
    if (dataset.is_uint8()) {
      kernels_.stage_pixels(dataset.pixels(order[row]), shape_.inputs, row, x_.data());
    } else {
      kernels_.stage_values(dataset.values(order[row]), shape_.inputs, row, x_.data());
    }
  }
  return {nullptr, x_.data(), block_columns};
}

Input Worker::dropped_samples(const Step& step, const int32_t* order, int64_t first_row, int64_t rows) {
  Input x = staged_samples(step.slice.dataset, order, rows);
  DropoutMask mask = mask_of(shape_.layers.front(), 0, step.replica.seed, step.number);
  kernels_.dropout(&mask, first_row, rows, shape_.inputs, block_columns, x_.data(), x_.data(), nullptr);
  return x;
}

// The samples of the chunk that comes next, which are anywhere in memory.
Ahead Worker::look_ahead(const Slice& slice, const int32_t* order, int64_t rows_after) {
  int64_t rows = std::min({chunk_rows, slice.batch_size, rows_after});
  for (int64_t row = 0; row < rows; row++) ahead_[static_cast<std::size_t>(row)] = slice.dataset.address(order[row]);
  return {ahead_.data(), rows, slice.dataset.row_bytes()};
}

void Worker::read_targets(const CpuDataset& dataset, const int32_t* order, int64_t rows, const float* class_weights) {
  int32_t outputs = static_cast<int32_t>(shape_.last().out);
  for (int64_t row = 0; row < rows; row++) {
    dataset.read_targets(order[row], outputs, targets_.data() + row * row_stride);
    truth_[static_cast<std::size_t>(row)] =
        dataset.classes() > 0 ? dataset.label(order[row]) : class_of(targets_.data() + row * row_stride, outputs, 0.5f);
    weights_.data()[row] = class_weights == nullptr ? 1.0f : class_weights[dataset.label(order[row])];
  }
}

void Worker::forward(std::size_t layer, const LayerState& state, int64_t rows, Input x, int64_t first_panel,
                     int64_t last_panel, float* y) {
  const LayerShape& shape = shape_.layers[layer];
  Forward task{rows,
               shape.in,
               x,
               state.parameters.panels.data(),
               state.parameters.bias.data(),
               first_panel,
               last_panel,
               code(shape.activation),
               y};
  kernels_.forward(&task);
}

LayerState& Worker::own_state(const Step& step, std::size_t layer) {
  return step.thread == 0 ? step.replica.layers[layer] : copies_[layer - 1];
}

// The layers above the first; returns the logits.
const float* Worker::forward_above(const Step& step, int64_t first_row, int64_t rows, const float* x) {
  for (std::size_t i = 1; i < shape_.layers.size(); i++) {
    const LayerShape& layer = shape_.layers[i];
    LayerBuffers& buffers = buffers_[i];
    if (layer.input_dropout > 0) {
      DropoutMask mask = mask_of(layer, i, step.replica.seed, step.number);
      kernels_.dropout(&mask, first_row, rows, layer.in, row_stride, x, buffers.dropped.data(), buffers.factors.data());
      x = buffers.dropped.data();
    }
    forward(i, own_state(step, i), rows, {nullptr, x, row_stride}, 0, layer.panels, buffers.y.data());
    x = buffers.y.data();
  }
  return x;
}

// Back through the layers above the first, updating them; returns the gradient by the first layer's linear output, of
// which only the thread's own panels are computed.
const float* Worker::backward_above(const Step& step, int64_t rows, const float* first_activations, int64_t first_panel,
                                    int64_t last_panel, GradientUse use) {
  float* dz = gradients_[0].data();
  float* dx = gradients_[1].data();
  for (std::size_t i = shape_.layers.size() - 1; i > 0; i--) {
    const LayerShape& layer = shape_.layers[i];
    const LayerShape& below = shape_.layers[i - 1];
    LayerBuffers& buffers = buffers_[i];
    LayerState& state = own_state(step, i);
    const float* y = i == 1 ? first_activations : buffers_[i - 1].y.data();
    bool drops = layer.input_dropout > 0;
    InputGradient task{rows,
                       layer.out,
                       dz,
                       state.transposed.data(),
                       i == 1 ? first_panel : 0,
                       i == 1 ? last_panel : below.panels,
                       code(below.activation),
                       y,
                       drops ? buffers.factors.data() : nullptr,
                       dx};
    kernels_.input_gradient(&task);
    update_layer(step, i, state, sums_[i - 1], rows, {nullptr, drops ? buffers.dropped.data() : y, row_stride}, dz, 0,
                 layer.panels, use, Ahead{});
    if (use == GradientUse::update || use == GradientUse::add_and_update) {
      kernels_.transpose(layer.in, layer.out, state.parameters.panels.data(), state.transposed.data());
    }
    std::swap(dz, dx);
  }
  return dz;
}

void Worker::update_layer(const Step& step, std::size_t layer, LayerState& state, Tensors& sums, int64_t rows, Input x,
                          const float* dz, int64_t first_panel, int64_t last_panel, GradientUse use, Ahead ahead) {
  KernelGradient task{rows,
                      shape_.layers[layer].in,
                      x,
                      dz,
                      first_panel,
                      last_panel,
                      use,
                      &step.update,
                      sums.panels.data(),
                      sums.bias.data(),
                      state.parameters.panels.data(),
                      state.first_moments.panels.data(),
                      state.second_moments.panels.data(),
                      state.parameters.bias.data(),
                      state.first_moments.bias.data(),
                      state.second_moments.bias.data(),
                      ahead};
  kernels_.kernel_gradient(&task);
}

void Worker::compute_loss(int64_t rows, const float* logits, float scale, bool with_gradient, double* row_losses) {
  BlockLoss task{static_cast<int32_t>(shape_.loss),
                 rows,
                 shape_.last().out,
                 logits,
                 targets_.data(),
                 weights_.data(),
                 scale,
                 probabilities_.data(),
                 with_gradient ? gradients_[0].data() : nullptr,
                 row_losses};
  kernels_.loss(&task);
}

int64_t Worker::count_correct(int64_t rows, const float* logits, int64_t* confusion) const {
  if (shape_.classes == 0) return 0;
  int64_t width = shape_.last().out;
  int64_t correct = 0;
  for (int64_t row = 0; row < rows; row++) {
    int32_t truth = truth_[static_cast<std::size_t>(row)];
    int32_t predicted = class_of(logits + row * row_stride, width, 0.0f);
    correct += truth == predicted;
    if (confusion != nullptr) confusion[truth * shape_.classes + predicted]++;
  }
  return correct;
}

int64_t Worker::evaluate(const ReplicaState& replica, const CpuDataset& dataset, const Chunk& chunk) {
  int32_t order[chunk_rows];
  for (int64_t row = 0; row < chunk.rows; row++) order[row] = static_cast<int32_t>(chunk.first + row);
  const float* logits = forward_all(replica, samples(dataset, order, chunk.rows), chunk.rows);
  int64_t correct = 0;
  if (chunk.row_losses != nullptr) {
    read_targets(dataset, order, chunk.rows, nullptr);
    correct = count_correct(chunk.rows, logits, chunk.confusion);
  }
  compute_loss(chunk.rows, logits, 1.0f, false, chunk.row_losses != nullptr ? chunk.row_losses : row_losses_.data());
  if (chunk.outputs != nullptr) copy_outputs(chunk.rows, chunk.outputs);
  return correct;
}

void Worker::predict(const ReplicaState& replica, const float* features, int64_t rows, float* outputs) {
  for (int64_t row = 0; row < rows; row++) {
    kernels_.stage_values(features + row * shape_.inputs, shape_.inputs, row, x_.data());
  }
  const float* logits = forward_all(replica, {nullptr, x_.data(), block_columns}, rows);
  compute_loss(rows, logits, 1.0f, false, row_losses_.data());
  copy_outputs(rows, outputs);
}

// Through all layers, without dropout; returns the logits.
const float* Worker::forward_all(const ReplicaState& replica, Input x, int64_t rows) {
  for (std::size_t i = 0; i < shape_.layers.size(); i++) {
    forward(i, replica.layers[i], rows, x, 0, shape_.layers[i].panels, buffers_[i].y.data());
    x = {nullptr, buffers_[i].y.data(), row_stride};
  }
  return x.x;
}

void Worker::copy_outputs(int64_t rows, float* outputs) const {
  int64_t width = shape_.last().out;
  for (int64_t row = 0; row < rows; row++) {
    std::memcpy(outputs + row * width, probabilities_.data() + row * row_stride,
                static_cast<std::size_t>(width) * sizeof(float));
  }
}

void Worker::reserve_staging() {
  if (x_.size() == 0) x_ = AlignedBuffer<float>(static_cast<std::size_t>(blocks_for(shape_.inputs) * block_size));
}

}  // namespace weft::cpu::fused
