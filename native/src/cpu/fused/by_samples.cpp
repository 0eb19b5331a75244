// Division by samples, for batches of several chunks: each thread takes whole chunks forward and back through all
// layers. Then they meet, and each sums the gradients of its share of the inputs over all chunks, in the chunks' order,
// and updates the parameters of that share; then they meet again.
//
// Nothing is computed twice. What crosses cores is, once a step, the parameters, and once a chunk the gradient by the
// first layer's outputs and the pixels of the other threads' samples. A batch is worked on in groups of a few chunks a
// thread, so that these are still in the cache when they are read again.
#include <algorithm>

#include "cpu/fused/worker.h"

namespace weft::cpu::fused {

double Worker::train_by_samples(const Step& step, int64_t& correct) {
  Part part = whole(0);
  part.first_input = shape_.inputs * step.thread / step.threads;
  part.last_input = shape_.inputs * (step.thread + 1) / step.threads;
  LayerState& first_layer = step.replica.layers.front();
  std::vector<Slot>& slots = step.shared.slots;
  int64_t chunks = (step.rows + chunk_rows - 1) / chunk_rows;
  int64_t groups = (chunks + static_cast<int64_t>(slots.size()) - 1) / static_cast<int64_t>(slots.size());
  double loss_sum = 0;
  for (int64_t group = 0; group < groups; group++) {
    int64_t first = chunks * group / groups;
    int64_t count = chunks * (group + 1) / groups - first;
    auto chunk_at = [&](int64_t slot) { return chunk_of(step, (first + slot) * chunk_rows); };
    int64_t own = count * step.thread / step.threads;
    int64_t own_end = count * (step.thread + 1) / step.threads;
    for (int64_t slot = own; slot < own_end; slot++) {
      int64_t next = step.first + (first + slot + 1) * chunk_rows;
      Ahead ahead = slot + 1 < own_end ? look_ahead(step.slice, next, chunk_rows) : Ahead{};
      train_chunk(step, chunk_at(slot), slots[static_cast<std::size_t>(slot)], ahead);
    }
    step.shared.barrier.wait();
    // The thread's first chunk of the group that comes next, of this batch or another.
    int64_t next = step.first + std::min((first + count) * chunk_rows, step.rows);
    for (int64_t slot = 0; slot < count; slot++) {
      Slot& done = slots[static_cast<std::size_t>(slot)];
      Chunk chunk = chunk_at(slot);
      Input x = stages(step.slice.dataset) ? Input{nullptr, done.x.data(), block_columns}
                                           : samples(step.slice.dataset, chunk.order, chunk.rows, nullptr);
      Ahead ahead = slot == 0 ? look_ahead(step.slice, next + own * chunk_rows, chunk_rows) : Ahead{};
      kernel_gradient(step, 0, first_layer, step.shared.sums, chunk.rows, x, done.dz.data(), part, chunk.use, ahead);
      update_above(step, chunk, done);
      if (step.thread == 0) {
        for (int64_t i = 0; i < done.rows; i++) loss_sum += done.losses.data()[i];
        correct += done.correct;
      }
    }
    step.shared.barrier.wait();
  }
  for (std::size_t i = 1; i < shape_.layers.size(); i++) {
    kernels_.transpose(shape_.layers[i].in, shape_.layers[i].out, step.replica.layers[i].parameters.panels.data(),
                       own_state(step, i).transposed.data());
  }
  return loss_sum;
}

// One chunk forward and back, all but the gradient of the first layer's kernel.
void Worker::train_chunk(const Step& step, const Chunk& chunk, Slot& slot, Ahead ahead) {
  Input x = training_samples(step, chunk, slot.x.data());
  const LayerState& first_layer = step.replica.layers.front();
  float* activations = buffers_.front().y.data();
  forward(0, first_layer.parameters, chunk.rows, x, whole(0), activations, ahead);
  read_targets(step.slice.dataset, chunk.order, chunk.rows, step.slice.class_weights);
  const float* logits = forward_above(step, chunk, activations);
  compute_loss(chunk.rows, logits, 1.0f / static_cast<float>(step.rows),
               gradient_of(shape_.layers.size() - 1, slot.dz.data()), slot.losses.data());
  slot.rows = chunk.rows;
  slot.correct = count_correct(chunk.rows, logits, nullptr);
  Chunk alone = chunk;
  alone.use = GradientUse::begin_sum;
  backward_above(step, alone, activations, whole(0), slot.above, slot.dz.data());
}

// The thread's share of the layers above the first: adds a chunk's gradient, and updates with the last one.
void Worker::update_above(const Step& step, const Chunk& chunk, const Slot& slot) {
  for (std::size_t i = 1; i < shape_.layers.size(); i++) {
    LayerState& state = step.replica.layers[i];
    const Tensors& gradient = slot.above[i - 1];
    Tensors& sums = step.shared.sums_above[i - 1];
    int64_t rows = shape_.layers[i].panels * shape_.layers[i].in;
    int64_t first = rows * step.thread / step.threads * shape_.lanes;
    int64_t last = rows * (step.thread + 1) / step.threads * shape_.lanes;
    kernels_.apply_gradient(chunk.use, Tensor::kernel, step.update, gradient.panels.data() + first, last - first,
                            sums.panels.data() + first, state.parameters.panels.data() + first,
                            state.first_moments.panels.data() + first, state.second_moments.panels.data() + first);
    if (step.thread > 0) continue;
    kernels_.apply_gradient(chunk.use, Tensor::bias, step.update, gradient.bias.data(),
                            shape_.layers[i].panels * shape_.lanes, sums.bias.data(), state.parameters.bias.data(),
                            state.first_moments.bias.data(), state.second_moments.bias.data());
  }
}

}  // namespace weft::cpu::fused
