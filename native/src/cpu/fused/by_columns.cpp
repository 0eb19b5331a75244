// Division by columns: a thread owns some panels of the first layer for good; kernel, moments and gradient never leave
// its core. It computes their activations for a chunk and meets the others at a barrier, after which every thread has
// the whole first layer's activations. The layers above are small: each thread computes them in full, forward, backward
// and update, with a copy of its own that stays bitwise equal to the others'.
//
// Only the first layer's activations cross cores. They are written to two buffers in turn, so one barrier a chunk is
// enough: whoever writes to a buffer has met, at the barrier between, all who were reading it.
#include <algorithm>

#include "cpu/fused/worker.h"

namespace weft::cpu::fused {

double Worker::train_by_columns(const Step& step, int64_t& correct) {
  Part part = whole(0);
  int64_t panels = part.last_panel;
  part.first_panel = panels * step.thread / step.threads;
  part.last_panel = panels * (step.thread + 1) / step.threads;
  LayerState& first_layer = step.replica.layers.front();
  double loss_sum = 0;
  for (int64_t row = 0; row < step.rows; row += chunk_rows) {
    Chunk chunk = chunk_of(step, row);
    Input x = training_samples(step, chunk, x_.data());
    float* activations = step.shared.activations[parity_].data();
    parity_ ^= 1;
    forward(0, first_layer.parameters, chunk.rows, x, part, activations, {});
    read_targets(step.slice.dataset, chunk.order, chunk.rows, step.slice.class_weights);
    if (step.threads > 1) step.shared.barrier.wait();
    const float* logits = forward_above(step, chunk, activations);
    float* dz = gradients_[0].data();
    compute_loss(chunk.rows, logits, 1.0f / static_cast<float>(step.rows), gradient_of(shape_.layers.size() - 1, dz),
                 row_losses_.data());
    if (step.thread == 0) {
      for (int64_t i = 0; i < chunk.rows; i++) loss_sum += row_losses_.data()[i];
      correct += count_correct(chunk.rows, logits, nullptr);
    }
    backward_above(step, chunk, activations, part, sums_, dz);
    Ahead ahead = look_ahead(step.slice, step.first + row + chunk.rows, step.slice.batch_size);
    kernel_gradient(step, 0, first_layer, step.shared.sums, chunk.rows, x, dz, part, chunk.use, ahead);
  }
  return loss_sum;
}

}  // namespace weft::cpu::fused
