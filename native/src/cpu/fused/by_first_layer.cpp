// Division by the first layer: a thread owns a part of it for good, which its kind chooses, and does that part of a
// chunk's forward pass. Then the threads meet, after which every thread has the whole first layer's activations. The
// layers above are small: each thread computes them in full, forward, backward and update, with a copy of its own that
// stays bitwise equal to the others'. Then each has the gradient and the update of its part.
//
// What crosses cores is what the parts of the first layer give, 4 KB a chunk or so, and one meeting a chunk is enough.
#include "cpu/fused/worker.h"

namespace weft::cpu::fused {

void Worker::train_by_first_layer(Slice& slice, Shared& shared, Share share) {
  double loss_sum = 0;
  int64_t correct = 0;
  int parity = 0;
  Chunk chunk = slice.chunk(0, 0);
  Samples x = samples(slice, chunk, addresses_[parity]);
  while (chunk.rows > 0) {
    first_.forward_part(share, slice, chunk, x);
    targets_.read(slice.dataset, chunk.order, chunk.rows, slice.class_weights);
    if (share.threads > 1) shared.barrier.wait();
    const float* activations = first_.activations(share, slice, chunk);
    const float* logits = upper_.forward(slice, chunk, activations);
    float* dz = upper_.first_gradient();
    targets_.loss(chunk.rows, logits, 1.0f / static_cast<float>(slice.rows(chunk.step)), upper_.logits_gradient(dz),
                  row_losses_.data());
    if (share.thread == 0) {
      for (int64_t i = 0; i < chunk.rows; i++) loss_sum += row_losses_.data()[i];
      correct += targets_.count_correct(chunk.rows, logits, nullptr);
      if (slice.ends_batch(chunk)) {
        slice.set_loss(chunk.step, loss_sum);
        loss_sum = 0;
      }
    }
    upper_.backward(slice, chunk, chunk.use, activations, first_.panels(share), upper_.sums(), dz);
    parity ^= 1;
    Chunk next = slice.after(chunk);
    Samples next_x = samples(slice, next, addresses_[parity]);
    first_.update_part(share, slice, chunk, dz, next, next_x);
    chunk = next;
    x = next_x;
  }
  if (share.thread == 0) slice.correct = correct;
}

}  // namespace weft::cpu::fused
