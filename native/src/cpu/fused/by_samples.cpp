// Division by samples, for batches of several chunks: each thread takes whole chunks forward and back through all
// layers. Then they meet, and each sums the gradients of its share of the inputs over all chunks, in the chunks' order,
// and updates the parameters of that share; then they meet again.
//
// Nothing is computed twice. What crosses cores is, once a step, the parameters, and once a chunk the gradient by the
// first layer's outputs and the pixels of the other threads' samples. A batch is worked on in groups of a few chunks a
// thread, so that these are still in the cache when they are read again.
#include "cpu/fused/worker.h"

namespace weft::cpu::fused {

void Worker::train_by_samples(Slice& slice, Shared& shared, Share share) {
  for (int64_t step = 0; step < slice.steps(); step++) {
    double loss_sum = train_batch(slice, step, shared, share);
    if (share.thread == 0) slice.set_loss(step, loss_sum);
  }
}

double Worker::train_batch(Slice& slice, int64_t step, Shared& shared, Share share) {
  std::vector<Slot>& slots = shared.slots;
  int64_t chunks = (slice.rows(step) + chunk_rows - 1) / chunk_rows;
  int64_t groups = (chunks + static_cast<int64_t>(slots.size()) - 1) / static_cast<int64_t>(slots.size());
  double loss_sum = 0;
  for (int64_t group = 0; group < groups; group++) {
    int64_t first = chunks * group / groups;
    int64_t count = chunks * (group + 1) / groups - first;
    auto chunk_at = [&](int64_t slot) { return slice.chunk(step, (first + slot) * chunk_rows); };
    auto ahead_at = [&](const Chunk& next) { return samples(slice, next, addresses_[1]); };
    int64_t end = share.end(count);
    for (int64_t slot = share.begin(count); slot < end; slot++) {
      Chunk chunk = chunk_at(slot);
      Samples ahead = slot + 1 < end ? ahead_at(chunk_at(slot + 1)) : Samples{};
      train_chunk(slice, chunk, slot, slots[static_cast<std::size_t>(slot)], share, ahead);
    }
    shared.barrier.wait();
    // The thread's first chunk of the group that comes next, of this batch or another.
    Chunk next = slice.after(chunk_at(count - 1));
    if (next.rows > 0) next = slice.chunk(next.step, next.first + share.begin(count) * chunk_rows);
    for (int64_t slot = 0; slot < count; slot++) {
      const Slot& done = slots[static_cast<std::size_t>(slot)];
      Chunk chunk = chunk_at(slot);
      first_.update_share(share, slice, chunk, samples(slice, chunk, addresses_[0]), slot, done.dz.data(),
                          slot == 0 ? ahead_at(next) : Samples{});
      upper_.update_share(share, slice, chunk, done.upper, shared.upper_sums);
      if (share.thread == 0) {
        for (int64_t i = 0; i < chunk.rows; i++) loss_sum += done.losses.data()[i];
        slice.correct += done.correct;
      }
    }
    shared.barrier.wait();
  }
  upper_.transpose();
  return loss_sum;
}

// One chunk forward and back, all but the gradient of the first layer's kernel.
void Worker::train_chunk(const Slice& slice, const Chunk& chunk, int64_t slot, Slot& into, Share share,
                         const Samples& ahead) {
  float* activations = first_activations_.data();
  first_.forward_chunk(share, slice, chunk, samples(slice, chunk, addresses_[0]), slot, activations, ahead);
  targets_.read(slice.dataset, chunk.order, chunk.rows, slice.class_weights);
  const float* logits = upper_.forward(slice, chunk, activations);
  float* dz = into.dz.data();
  targets_.loss(chunk.rows, logits, 1.0f / static_cast<float>(slice.rows(chunk.step)), upper_.logits_gradient(dz),
                into.losses.data());
  into.correct = targets_.count_correct(chunk.rows, logits, nullptr);
  upper_.backward(slice, chunk, GradientUse::begin_sum, activations, {0, shape_.first.panels}, into.upper, dz);
}

}  // namespace weft::cpu::fused
