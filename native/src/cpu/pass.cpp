#include "cpu/pass.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "cpu/class_of.h"
#include "shift.h"

namespace weft::cpu {
void Pass::reserve(int64_t rows) {
  if (rows <= capacity_) return;
  capacity_ = 0;
  auto matrix = [rows](int64_t width) { return AlignedBuffer<float>(static_cast<std::size_t>(rows * width)); };
  features_ = matrix(architecture_.inputs);
  layers_.clear();
  for (const DenseLayer& layer : architecture_.layers) {
    LayerBuffers buffers;
    if (layer.input_dropout.rate > 0) buffers.dropped = matrix(layer.in);
    if (needs_z(layer.activation)) buffers.z = matrix(layer.out);
    buffers.y = matrix(layer.out);
    layers_.push_back(std::move(buffers));
  }
  targets_ = matrix(architecture_.outputs());
  weights_ = matrix(1);
  outputs_ = matrix(architecture_.outputs());
  row_losses_ = AlignedBuffer<double>(static_cast<std::size_t>(rows));
  int32_t widest = 0;
  for (const DenseLayer& layer : architecture_.layers) widest = std::max(widest, layer.out);
  gradient_ = matrix(widest);
  next_gradient_ = matrix(widest);
  capacity_ = rows;
}

void Pass::read_features(const Batch& batch, const Masks& step) {
  rows_ = batch.rows;
  int64_t width = architecture_.inputs;
  bool shifts = batch.shift.pixels > 0;
  std::size_t pixels = static_cast<std::size_t>(rows_ * width);
  if (shifts && shifted_.size() < pixels) shifted_ = AlignedBuffer<uint8_t>(pixels);
  compute_.for_pieces(rows_, width, [&](int64_t first, int64_t count) {
    for (int64_t row = first; row < first + count; row++) {
      float* x = features_.data() + row * width;
      if (shifts) {
        uint8_t* to = shifted_.data() + row * width;
        shift_image(batch.shift, shift_offset(batch.shift, step.seed, row, step.step),
                    batch.dataset.pixels(batch.sample(row)), to);
        compute_.kernels().scale_pixels(width, to, x);
      } else {
        batch.dataset.read_features(compute_.kernels(), batch.sample(row), x);
      }
    }
  });
}

void Pass::read_rows(const float* features, int64_t rows) {
  rows_ = rows;
  std::memcpy(features_.data(), features, static_cast<std::size_t>(rows * architecture_.inputs) * sizeof(float));
}

void Pass::read_targets(const Batch& batch) {
  int32_t outputs = architecture_.outputs();
  for (int64_t row = 0; row < batch.rows; row++) {
    int64_t sample = batch.sample(row);
    batch.dataset.read_targets(sample, outputs, targets_.data() + row * outputs);
    weights_.data()[row] = batch.class_weights == nullptr ? 1.0f : batch.class_weights[batch.dataset.label(sample)];
  }
}

const float* Pass::input_of(std::size_t layer) const {
  if (dropped_ && architecture_.layers[layer].input_dropout.rate > 0) return layers_[layer].dropped.data();
  return layer == 0 ? features_.data() : layers_[layer - 1].y.data();
}

void Pass::forward(const float* parameters, const Masks* masks) {
  dropped_ = masks != nullptr;
  for (std::size_t i = 0; i < layers_.size(); i++) {
    const DenseLayer& layer = architecture_.layers[i];
    LayerBuffers& buffers = layers_[i];
    if (dropped_ && layer.input_dropout.rate > 0) {
      const float* x = i == 0 ? features_.data() : layers_[i - 1].y.data();
      compute_.dropout(layer.input_dropout, masks->seed, static_cast<uint32_t>(i), masks->step, rows_ * layer.in, x,
                       buffers.dropped.data());
    }
    float* z = needs_z(layer.activation) ? buffers.z.data() : buffers.y.data();
    compute_.dense_forward(rows_, layer.in, layer.out, input_of(i), parameters + layer.kernel, parameters + layer.bias,
                           z);
    compute_.activation_forward(layer.activation, rows_ * layer.out, z, buffers.y.data());
  }
}

const float* Pass::outputs() {
  compute_.output(output_of(architecture_.loss), rows_, architecture_.outputs(), layers_.back().y.data(),
                  outputs_.data());
  return outputs_.data();
}

void Pass::loss(bool with_gradient) {
  LossRows rows{};
  rows.rows = rows_;
  rows.width = architecture_.outputs();
  rows.logits = layers_.back().y.data();
  rows.targets = targets_.data();
  rows.weights = weights_.data();
  rows.scale = 1.0f / static_cast<float>(rows_);
  rows.outputs = outputs_.data();
  rows.dlogits = with_gradient ? gradient_.data() : nullptr;
  rows.row_losses = row_losses_.data();
  compute_.loss(architecture_.loss, rows);
}

void Pass::backward(const float* parameters, const Masks& masks, float* gradients) {
  float* dz = gradient_.data();
  float* dx = next_gradient_.data();
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const DenseLayer& layer = architecture_.layers[i];
    compute_.dense_backward(rows_, layer.in, layer.out, input_of(i), parameters + layer.kernel, dz,
                            i > 0 ? dx : nullptr, gradients + layer.kernel, gradients + layer.bias);
    if (i == 0) break;
    int64_t count = rows_ * layer.in;
    if (layer.input_dropout.rate > 0) {
      compute_.dropout(layer.input_dropout, masks.seed, static_cast<uint32_t>(i), masks.step, count, dx, dx);
    }
    const LayerBuffers& before = layers_[i - 1];
    compute_.activation_backward(architecture_.layers[i - 1].activation, count, before.z.data(), before.y.data(), dx,
                                 dx);
    std::swap(dz, dx);
  }
}

double Pass::loss_sum() const {
  double sum = 0;
  for (int64_t row = 0; row < rows_; row++) sum += row_losses_.data()[row];
  return sum;
}

int64_t Pass::correct() const {
  if (architecture_.classes() == 0) return 0;
  int64_t correct = 0;
  for (int64_t row = 0; row < rows_; row++) correct += predicted_class(row) == true_class(row);
  return correct;
}

void Pass::count_into(int64_t* confusion) const {
  int64_t classes = architecture_.classes();
  for (int64_t row = 0; row < rows_; row++) confusion[true_class(row) * classes + predicted_class(row)]++;
}

int32_t Pass::predicted_class(int64_t row) const {
  int32_t outputs = architecture_.outputs();
  return class_of(layers_.back().y.data() + row * outputs, outputs, 0.0f);
}

int32_t Pass::true_class(int64_t row) const {
  int32_t outputs = architecture_.outputs();
  return class_of(targets_.data() + row * outputs, outputs, 0.5f);
}

}  // namespace weft::cpu
