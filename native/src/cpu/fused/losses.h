// The output functions and the losses of the fused path, on blocks of logits. A loss has no use for outputs but on its
// way to the gradient, and keeps none.
//
// As in cpu/kernels.cpp, nothing here may come from a header as an inline function with external linkage.
#pragma once

#include <math.h>

#include "cpu/fused/kernels.h"
#include "cpu/fused/layout.h"
#include "cpu/fused/vector_math.h"

namespace weft::cpu::fused {
namespace {

// Lanes of a panel that belong to columns of the layer.
inline IntVec real_lanes(int64_t panel, int64_t width) {
  IntVec lane;
  for (int i = 0; i < lanes; i++) lane[i] = i;
  return lane < static_cast<int32_t>(width - panel * lanes);
}

// What is taken from the logits of a row before they become powers: the largest, in all lanes.
inline Vec softmax_shift(const float* z, int64_t width) {
  Vec largest = splat(z[0]);
  for (int64_t panel = 0; panel * lanes < width; panel++) {
    Vec value = load(z + panel * lanes);
    largest = select(real_lanes(panel, width) & (value > largest), value, largest);
  }
  return splat(largest_of(largest));
}

// e^value of a panel's shifted logits; 0 beyond the width.
inline Vec softmax_powers(int64_t panel, int64_t width, Vec value) {
  return select(real_lanes(panel, width), exp_nonpositive(value), Vec{});
}

void softmax(const BlockOutput& task) {
  for (int64_t row = 0; row < task.rows; row++) {
    const float* z = task.logits + row * row_stride;
    float* y = task.outputs + row * row_stride;
    Vec shift = softmax_shift(z, task.width);
    Vec sum = {};
    for (int64_t panel = 0; panel * lanes < task.width; panel++) {
      Vec e = softmax_powers(panel, task.width, load(z + panel * lanes) - shift);
      store(y + panel * lanes, e);
      sum += e;
    }
    float inverse = 1.0f / sum_of(sum);
    for (int64_t panel = 0; panel * lanes < task.width; panel++) {
      store(y + panel * lanes, load(y + panel * lanes) * inverse);
    }
  }
}

void sigmoids(const BlockOutput& task) {
  for (int64_t row = 0; row < task.rows; row++) {
    for (int64_t panel = 0; panel * lanes < task.width; panel++) {
      int64_t at = row * row_stride + panel * lanes;
      store(task.outputs + at, sigmoid(load(task.logits + at)));
    }
  }
}

void linear(const BlockOutput& task) {
  for (int64_t row = 0; row < task.rows; row++) {
    for (int64_t panel = 0; panel * lanes < task.width; panel++) {
      int64_t at = row * row_stride + panel * lanes;
      store(task.outputs + at, load(task.logits + at));
    }
  }
}

void softmax_loss(const BlockLoss& task) {
  int64_t panels = (task.width + lanes - 1) / lanes;
  float row_sums[chunk_rows];
  float picked[chunk_rows];
  float target_sums[chunk_rows];
  for (int64_t row = 0; row < task.rows; row++) {
    const float* z = task.logits + row * row_stride;
    const float* t = task.targets + row * row_stride;
    Vec shift = softmax_shift(z, task.width);
    Vec sum = {};
    Vec target_sum = {};
    Vec dot = {};
    for (int64_t panel = 0; panel < panels; panel++) {
      Vec target = load(t + panel * lanes);
      Vec value = load(z + panel * lanes) - shift;
      Vec e = softmax_powers(panel, task.width, value);
      if (task.dlogits != nullptr) store(task.dlogits + row * row_stride + panel * lanes, e);
      sum += e;
      target_sum += target;
      // 0 times an infinite logit would be NaN.
      dot += select(target != 0.0f, target * value, Vec{});
    }
    row_sums[row] = sum_of(sum);
    target_sums[row] = sum_of(target_sum);
    picked[row] = sum_of(dot);
  }
  for (int64_t row = 0; row < task.rows; row++) {
    // -sum t log p, with log p = z - largest - log(sum).
    double log_sum = log(static_cast<double>(row_sums[row]));
    task.row_losses[row] = task.weights[row] * (target_sums[row] * log_sum - picked[row]);
  }
  if (task.dlogits == nullptr) return;
  for (int64_t row = 0; row < task.rows; row++) {
    const float* t = task.targets + row * row_stride;
    float* d = task.dlogits + row * row_stride;
    float inverse = 1.0f / row_sums[row];
    float scale = task.weights[row] * task.scale;
    for (int64_t panel = 0; panel < panels; panel++) {
      Vec probability = load(d + panel * lanes) * inverse;
      store(d + panel * lanes, (probability * target_sums[row] - load(t + panel * lanes)) * scale);
    }
  }
}

template <class Row>
void separate_loss(const BlockLoss& task) {
  int64_t panels = (task.width + lanes - 1) / lanes;
  float inverse_width = 1.0f / static_cast<float>(task.width);
  for (int64_t row = 0; row < task.rows; row++) {
    const float* z = task.logits + row * row_stride;
    const float* t = task.targets + row * row_stride;
    double loss = 0;
    for (int64_t k = 0; k < task.width; k++) {
      loss += Row::template value<VectorMath>(static_cast<double>(z[k]), static_cast<double>(t[k]));
    }
    task.row_losses[row] = task.weights[row] * loss / static_cast<double>(task.width);
    float scale = Row::factor * task.weights[row] * task.scale * inverse_width;
    if (task.dlogits == nullptr) continue;
    for (int64_t panel = 0; panel < panels; panel++) {
      Vec y = output_element<Row, VectorMath>(load(z + panel * lanes));
      Vec d = Row::slope(y, load(t + panel * lanes)) * scale;
      store(task.dlogits + row * row_stride + panel * lanes, select(real_lanes(panel, task.width), d, Vec{}));
    }
  }
}

}  // namespace
}  // namespace weft::cpu::fused
