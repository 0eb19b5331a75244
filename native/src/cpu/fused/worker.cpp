#include "cpu/fused/worker.h"

#include <algorithm>
#include <cstring>

#include "cpu/class_of.h"
#include "cpu/compute.h"

namespace weft::cpu::fused {
namespace {

AlignedBuffer<float> block() { return AlignedBuffer<float>(static_cast<std::size_t>(block_size)); }

DropoutMask mask_of(const LayerShape& layer, std::size_t index, uint64_t seed, int64_t step) {
  return dropout_mask(layer.input_dropout, seed, static_cast<uint32_t>(index), static_cast<uint32_t>(step));
}

}  // namespace

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

void Worker::train(Slice& slice, ReplicaState& replica, Shared& shared, Division division, int thread, int threads) {
  for (std::size_t i = 1; i < shape_.layers.size(); i++) {
    const LayerShape& layer = shape_.layers[i];
    LayerState& state = replica.layers[i];
    LayerState& own = thread == 0 ? state : copies_[i - 1];
    if (thread != 0) own.copy_from(state);
    kernels_.transpose(layer.in, layer.out, state.parameters.panels.data(), own.transposed.data());
  }
  // Thread 0 changes the replica that the others have just copied.
  shared.barrier.wait();
  parity_ = 0;
  int64_t correct = 0;
  for (int64_t first = 0, number = 0; first < slice.samples; first += slice.batch_size, number++) {
    int64_t rows = std::min<int64_t>(slice.batch_size, slice.samples - first);
    Step step{slice,
              replica,
              shared,
              division,
              thread,
              threads,
              first,
              rows,
              slice.first_step + number,
              slice.updates[number]};
    double loss = division == Division::by_columns ? train_by_columns(step, correct) : train_by_samples(step, correct);
    if (thread == 0 && slice.step_losses != nullptr) {
      slice.step_losses[number] = loss / static_cast<double>(rows);
    }
  }
  if (thread == 0) slice.correct = correct;
}

Worker::Chunk Worker::chunk_of(const Step& step, int64_t first_row) {
  int64_t rows = std::min(chunk_rows, step.rows - first_row);
  bool begins = first_row == 0;
  bool ends = first_row + rows == step.rows;
  GradientUse use = ends ? (begins ? GradientUse::update : GradientUse::add_and_update)
                         : (begins ? GradientUse::begin_sum : GradientUse::add_to_sum);
  return {first_row, rows, step.slice.order + step.first + first_row, use};
}

Worker::Part Worker::whole(std::size_t layer) const {
  return {0, shape_.layers[layer].panels, 0, shape_.layers[layer].in};
}

// Samples as they lie in memory where they are pixels, else gathered into blocks.
Input Worker::samples(const CpuDataset& dataset, const int32_t* order, int64_t rows, float* staging) {
  if (!dataset.is_uint8()) return staged(dataset, order, rows, staging);
  for (int64_t row = 0; row < rows; row++) rows_[static_cast<std::size_t>(row)] = dataset.pixels(order[row]);
  return {rows_.data(), nullptr, 0};
}

Input Worker::staged(const CpuDataset& dataset, const int32_t* order, int64_t rows, float* staging) const {
  for (int64_t row = 0; row < rows; row++) {
    if (dataset.is_uint8()) {
      kernels_.stage_pixels(dataset.pixels(order[row]), shape_.inputs, row, staging);
    } else {
      kernels_.stage_values(dataset.values(order[row]), shape_.inputs, row, staging);
    }
  }
  return {nullptr, staging, block_columns};
}

Input Worker::training_samples(const Step& step, const Chunk& chunk, float* staging) {
  const LayerShape& layer = shape_.layers.front();
  if (layer.input_dropout == 0) return samples(step.slice.dataset, chunk.order, chunk.rows, staging);
  Input x = staged(step.slice.dataset, chunk.order, chunk.rows, staging);
  DropoutMask mask = mask_of(layer, 0, step.replica.seed, step.number);
  kernels_.dropout(&mask, chunk.first, chunk.rows, shape_.inputs, block_columns, staging, staging, nullptr);
  return x;
}

bool Worker::stages(const CpuDataset& dataset) const {
  return !dataset.is_uint8() || shape_.layers.front().input_dropout > 0;
}

// The samples from the slice's number `first`, one chunk and `most` at most: they are anywhere in memory.
Ahead Worker::look_ahead(const Slice& slice, int64_t first, int64_t most) {
  int64_t rows = std::max<int64_t>(0, std::min({chunk_rows, most, slice.samples - first}));
  for (int64_t row = 0; row < rows; row++) {
    ahead_[static_cast<std::size_t>(row)] = slice.dataset.address(slice.order[first + row]);
  }
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

LayerState& Worker::own_state(const Step& step, std::size_t layer) {
  return step.thread == 0 ? step.replica.layers[layer] : copies_[layer - 1];
}

// Of a layer above the first: divided by columns, each thread has its own.
const Tensors& Worker::parameters(const Step& step, std::size_t layer) {
  return step.division == Division::by_columns ? own_state(step, layer).parameters
                                               : step.replica.layers[layer].parameters;
}

void Worker::forward(std::size_t layer, const Tensors& parameters, int64_t rows, Input x, const Part& part, float* y,
                     Ahead ahead) {
  const LayerShape& shape = shape_.layers[layer];
  Forward task{rows,
               shape.in,
               x,
               parameters.panels.data(),
               parameters.bias.data(),
               part.first_panel,
               part.last_panel,
               shape.activation,
               y,
               ahead};
  kernels_.forward(&task);
}

// The layers above the first; returns the logits.
const float* Worker::forward_above(const Step& step, const Chunk& chunk, const float* x) {
  for (std::size_t i = 1; i < shape_.layers.size(); i++) {
    const LayerShape& layer = shape_.layers[i];
    LayerBuffers& buffers = buffers_[i];
    if (layer.input_dropout > 0) {
      DropoutMask mask = mask_of(layer, i, step.replica.seed, step.number);
      kernels_.dropout(&mask, chunk.first, chunk.rows, layer.in, row_stride, x, buffers.dropped.data(),
                       buffers.factors.data());
      x = buffers.dropped.data();
    }
    forward(i, parameters(step, i), chunk.rows, {nullptr, x, row_stride}, whole(i), buffers.y.data(), {});
    x = buffers.y.data();
  }
  return x;
}

// Where the gradient by a layer's linear output is kept until the layer below has been seen to.
float* Worker::gradient_of(std::size_t layer, float* of_first) {
  return layer == 0 ? of_first : gradients_[layer % 2].data();
}

// Back through the layers above the first, to the gradient by the first layer's linear output, of which only the part's
// panels are computed.
void Worker::backward_above(const Step& step, const Chunk& chunk, const float* first_activations, const Part& part,
                            std::vector<Tensors>& sums, float* dz_first) {
  for (std::size_t i = shape_.layers.size() - 1; i > 0; i--) {
    const LayerShape& layer = shape_.layers[i];
    LayerBuffers& buffers = buffers_[i];
    LayerState& state = own_state(step, i);
    const float* dz = gradient_of(i, dz_first);
    const float* y = i == 1 ? first_activations : buffers_[i - 1].y.data();
    bool drops = layer.input_dropout > 0;
    Part below = i == 1 ? part : whole(i - 1);
    InputGradient task{chunk.rows,
                       layer.out,
                       dz,
                       state.transposed.data(),
                       below.first_panel,
                       below.last_panel,
                       shape_.layers[i - 1].activation,
                       y,
                       drops ? buffers.factors.data() : nullptr,
                       gradient_of(i - 1, dz_first)};
    kernels_.input_gradient(&task);
    kernel_gradient(step, i, state, sums[i - 1], chunk.rows, {nullptr, drops ? buffers.dropped.data() : y, row_stride},
                    dz, whole(i), chunk.use, {});
    if (chunk.use == GradientUse::update || chunk.use == GradientUse::add_and_update) {
      kernels_.transpose(layer.in, layer.out, state.parameters.panels.data(), state.transposed.data());
    }
  }
}

void Worker::kernel_gradient(const Step& step, std::size_t layer, LayerState& state, Tensors& sums, int64_t rows,
                             Input x, const float* dz, const Part& part, GradientUse use, Ahead ahead) {
  KernelGradient task{rows,
                      shape_.layers[layer].in,
                      x,
                      dz,
                      part.first_panel,
                      part.last_panel,
                      part.first_input,
                      part.last_input,
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

void Worker::compute_loss(int64_t rows, const float* logits, float scale, float* dlogits, double* row_losses) {
  BlockLoss task{shape_.loss,     rows,  shape_.last().out,     logits,  targets_.data(),
                 weights_.data(), scale, probabilities_.data(), dlogits, row_losses};
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

int64_t Worker::evaluate(const ReplicaState& replica, const CpuDataset& dataset, const Evaluation& chunk) {
  int32_t order[chunk_rows];
  for (int64_t row = 0; row < chunk.rows; row++) order[row] = static_cast<int32_t>(chunk.first + row);
  const float* logits = forward_all(replica, samples(dataset, order, chunk.rows, x_.data()), chunk.rows);
  int64_t correct = 0;
  if (chunk.row_losses != nullptr) {
    read_targets(dataset, order, chunk.rows, nullptr);
    correct = count_correct(chunk.rows, logits, chunk.confusion);
  }
  compute_loss(chunk.rows, logits, 1.0f, nullptr, chunk.row_losses != nullptr ? chunk.row_losses : row_losses_.data());
  if (chunk.outputs != nullptr) copy_outputs(chunk.rows, chunk.outputs);
  return correct;
}

void Worker::predict(const ReplicaState& replica, const float* features, int64_t rows, float* outputs) {
  for (int64_t row = 0; row < rows; row++) {
    kernels_.stage_values(features + row * shape_.inputs, shape_.inputs, row, x_.data());
  }
  const float* logits = forward_all(replica, {nullptr, x_.data(), block_columns}, rows);
  compute_loss(rows, logits, 1.0f, nullptr, row_losses_.data());
  copy_outputs(rows, outputs);
}

// Through all layers, without dropout; returns the logits.
const float* Worker::forward_all(const ReplicaState& replica, Input x, int64_t rows) {
  for (std::size_t i = 0; i < shape_.layers.size(); i++) {
    forward(i, replica.layers[i].parameters, rows, x, whole(i), buffers_[i].y.data(), {});
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
