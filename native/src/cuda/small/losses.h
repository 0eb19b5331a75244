// Losses with their output functions: the gradient by the logits, which the step waits for, and apart from it the loss
// and the count of right answers, which nothing waits for and which the first block alone computes.
#pragma once

#include "cuda/small/upper_layers.h"

namespace weft::cuda::small {

// What a row is compared with.
template <class Frame>
class Targets {
 public:
  WEFT_BODY Targets(const Frame& frame, int stage, int row) : one_output_(frame.shape.outputs == 1) {
    if (frame.shape.soft_targets) {
      soft_ = true;
      values_ = frame.view(frame.shape.targets).from(stage * frame.shape.outputs * row_pitch + row);
    } else {
      label_ = frame.template view<int32_t>(frame.shape.labels)[stage * chunk_rows + row];
    }
  }

  WEFT_BODY float operator[](int output) const {
    if (soft_) return values_[output * row_pitch];
    if (one_output_) return static_cast<float>(label_);
    return label_ == output ? 1.0f : 0.0f;
  }

  // The class: the label, or the first largest target; of one output 1 where it lies above a half.
  WEFT_BODY int32_t truth(int outputs) const {
    if (!soft_) return label_;
    if (one_output_) return values_[0] > 0.5f ? 1 : 0;
    int32_t best = 0;
    for (int k = 1; k < outputs; k++) best = values_[k * row_pitch] > values_[best * row_pitch] ? k : best;
    return best;
  }

 private:
  bool one_output_;
  bool soft_ = false;
  int32_t label_ = 0;
  Shared<float> values_;
};

template <class Frame>
WEFT_BODY float loss_weight(const Frame& frame, int stage, int row) {
  return frame.view(frame.shape.weights)[stage * chunk_rows + row];
}

// 8 lanes a row, each with every eighth output; all get the row's sums, by exchanges in one order.
template <class Frame>
WEFT_BODY void softmax_gradient(const Frame& frame, const Chunk& chunk, int stage, int parity) {
  Shared<float> logits = frame.view(frame.shape.logits[parity]);
  Shared<float> d = frame.view(frame.shape.dlogits);
  Shared<float> row_sums = frame.view(frame.shape.row_sums);
  int outputs = frame.shape.outputs;
  for (int item = frame.thread; item < 32 * chunk.groups(); item += frame.threads) {
    int row = item / 8;
    int part = item % 8;
    bool real = row < chunk.rows;
    Targets<Frame> targets(frame, stage, real ? row : 0);
    float largest = logits[row];
    for (int k = part; k < outputs; k += 8) {
      float z = logits[k * row_pitch + row];
      largest = z > largest ? z : largest;
    }
    for (int mask = 4; mask > 0; mask /= 2) {
      float other = frame.block.shuffle_xor(largest, mask);
      largest = other > largest ? other : largest;
    }
    float sum = 0;
    float target_sum = 0;
    for (int k = part; k < outputs; k += 8) {
      float e = expf(logits[k * row_pitch + row] - largest);
      d.set(k * row_pitch + row, e);
      sum += e;
      target_sum += targets[k];
    }
    for (int mask = 4; mask > 0; mask /= 2) {
      sum += frame.block.shuffle_xor(sum, mask);
      target_sum += frame.block.shuffle_xor(target_sum, mask);
    }
    float inverse = 1.0f / sum;
    float scale = real ? loss_weight(frame, stage, row) / static_cast<float>(chunk.batch_rows) : 0.0f;
    for (int k = part; k < outputs; k += 8) {
      float p = d[k * row_pitch + row] * inverse;
      d.set(k * row_pitch + row, real ? (p * target_sum - targets[k]) * scale : 0.0f);
    }
    if (part == 0) {
      row_sums.set(row, largest);
      row_sums.set(chunk_rows + row, sum);
    }
  }
}

// Of a loss whose outputs have nothing to do with each other.
template <class Kind, class Frame>
WEFT_BODY void separate_gradient(const Frame& frame, const Chunk& chunk, int stage, int parity) {
  Shared<float> logits = frame.view(frame.shape.logits[parity]);
  Shared<float> d = frame.view(frame.shape.dlogits);
  float share = Kind::factor / (static_cast<float>(chunk.batch_rows) * static_cast<float>(frame.shape.outputs));
  for (int item = frame.thread; item < frame.shape.outputs * chunk_rows; item += frame.threads) {
    int row = item % chunk_rows;
    int output = item / chunk_rows;
    if (row >= 4 * chunk.groups()) continue;
    float result = 0;
    if (row < chunk.rows) {
      float y = output_element<Kind, ElementMath>(logits[output * row_pitch + row]);
      result = Kind::slope(y, Targets<Frame>(frame, stage, row)[output]) * (loss_weight(frame, stage, row) * share);
    }
    d.set(output * row_pitch + row, result);
  }
}

template <class Frame>
WEFT_BODY void loss_gradient(const Frame& frame, const Chunk& chunk, int stage, int parity) {
  switch (frame.shape.loss) {
#define WEFT_ROW(Kind)                                      \
  case Kind::loss:                                          \
    if constexpr (Kind::separate) {                         \
      separate_gradient<Kind>(frame, chunk, stage, parity); \
    } else {                                                \
      softmax_gradient(frame, chunk, stage, parity);        \
    }                                                       \
    break;
    WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
  }
}

template <class Frame>
WEFT_BODY float softmax_row_loss(const Frame& frame, const Shared<float>& logits, int stage, int row) {
  Targets<Frame> targets(frame, stage, row);
  float loss = 0;
  float largest = frame.view(frame.shape.row_sums)[row];
  float log_sum = logf(frame.view(frame.shape.row_sums)[chunk_rows + row]);
  for (int k = 0; k < frame.shape.outputs; k++) {
    float t = targets[k];
    // 0 times an infinite logit would be NaN.
    if (t != 0) loss += t * (log_sum - (logits[k * row_pitch + row] - largest));
  }
  // A NaN among the logits may belong to no target; the sum has it.
  return log_sum == log_sum ? loss : log_sum;
}

template <class Kind, class Frame>
WEFT_BODY float separate_row_loss(const Frame& frame, const Shared<float>& logits, int stage, int row) {
  Targets<Frame> targets(frame, stage, row);
  float loss = 0;
  for (int k = 0; k < frame.shape.outputs; k++) {
    loss += Kind::template value<ElementMath>(logits[k * row_pitch + row], targets[k]);
  }
  return loss / static_cast<float>(frame.shape.outputs);
}

// The loss of one row, without its weight.
template <class Frame>
WEFT_BODY float row_loss(const Frame& frame, const Shared<float>& logits, int stage, int row) {
  switch (frame.shape.loss) {
#define WEFT_ROW(Kind)                                           \
  case Kind::loss:                                               \
    if constexpr (Kind::separate) {                              \
      return separate_row_loss<Kind>(frame, logits, stage, row); \
    } else {                                                     \
      return softmax_row_loss(frame, logits, stage, row);        \
    }
    WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
  }
  return 0;
}

template <class Frame>
WEFT_BODY int32_t predicted_class(const Frame& frame, const Shared<float>& logits, int row) {
  if (frame.shape.outputs == 1) return logits[row] > 0 ? 1 : 0;
  int32_t best = 0;
  for (int k = 1; k < frame.shape.outputs; k++) {
    best = logits[k * row_pitch + row] > logits[best * row_pitch + row] ? k : best;
  }
  return best;
}

// The weighted loss and the right answers of a chunk: a warp's work, a row a lane; all lanes get the sums, which are of
// doubles, in one order.
template <class Frame>
WEFT_BODY void count_rows(const Frame& frame, const Chunk& chunk, int stage, int parity, int row, double& loss,
                          int32_t& correct) {
  Shared<float> logits = frame.view(frame.shape.logits[parity]);
  loss = 0;
  correct = 0;
  if (row < chunk.rows) {
    loss =
        static_cast<double>(loss_weight(frame, stage, row)) * static_cast<double>(row_loss(frame, logits, stage, row));
    if (frame.shape.classes > 0) {
      Targets<Frame> targets(frame, stage, row);
      correct = targets.truth(frame.shape.outputs) == predicted_class(frame, logits, row);
    }
  }
  for (int mask = 16; mask > 0; mask /= 2) {
    loss += frame.block.shuffle_xor(loss, mask);
    correct += frame.block.shuffle_xor(correct, mask);
  }
}

// Adds them to those of the batch and of the slice.
template <class Frame>
WEFT_BODY void count_up(const Frame& frame, const Chunk& chunk, int stage, int parity, int row) {
  double loss;
  int32_t correct;
  count_rows(frame, chunk, stage, parity, row, loss, correct);
  if (row != 0) return;
  Shared<double> loss_sum = frame.template view<double>(frame.shape.loss_sum);
  Shared<int64_t> correct_sum = frame.template view<int64_t>(frame.shape.correct);
  correct_sum.set(0, correct_sum[0] + correct);
  if (!chunk.begins()) loss += loss_sum[0];
  loss_sum.set(0, loss);
  if (chunk.ends()) frame.run.step_losses[chunk.step] = loss / chunk.batch_rows;
}

}  // namespace weft::cuda::small
