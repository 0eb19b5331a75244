#include "cpu/fused/worker.h"

#include <cstring>

namespace weft::cpu::fused {

Worker::Worker(const Shape& shape, const DenseKernels& kernels, FirstLayer& first)
    : shape_(shape),
      kernels_(kernels),
      first_(first),
      upper_(shape, kernels),
      targets_(shape, kernels),
      first_activations_(block()),
      outputs_(block()),
      row_losses_(static_cast<std::size_t>(chunk_rows)) {}

void Worker::train(Slice& slice, ReplicaState& replica, Shared& shared, Division division, Share share) {
  upper_.begin(replica, division, share.thread);
  first_.begin(share, slice);
  if (slice.inputs != nullptr) slice.inputs->write(slice, share);
  shared.barrier.wait();
  if (division == Division::by_first_layer) {
    train_by_first_layer(slice, shared, share);
  } else {
    train_by_samples(slice, shared, share);
  }
}

Samples Worker::samples(const CpuDataset& dataset, const int32_t* order, int64_t rows, Addresses& addresses) {
  for (int64_t row = 0; row < rows; row++) addresses[static_cast<std::size_t>(row)] = dataset.address(order[row]);
  return {addresses.data(), rows, dataset.is_uint8()};
}

Samples Worker::samples(const Slice& slice, const Chunk& chunk, Addresses& addresses) {
  if (slice.inputs == nullptr) return samples(slice.dataset, chunk.order, chunk.rows, addresses);
  for (int64_t row = 0; row < chunk.rows; row++) {
    addresses[static_cast<std::size_t>(row)] = slice.inputs->row(slice.position(chunk) + row);
  }
  return {addresses.data(), chunk.rows, true};
}

const float* Worker::logits(int thread, const ReplicaState& replica, const Samples& samples) {
  first_.forward(thread, replica.index, samples, first_activations_.data());
  return upper_.forward(replica, samples.count, first_activations_.data());
}

int64_t Worker::evaluate(int thread, const ReplicaState& replica, const Rows& rows, double* row_losses,
                         int64_t* confusion) {
  Order order = order_of(rows);
  const float* z = logits(thread, replica, samples(rows.dataset, order.data(), rows.count, addresses_[0]));
  targets_.read(rows.dataset, order.data(), rows.count, nullptr);
  targets_.loss(rows.count, z, 1.0f, nullptr, row_losses);
  return targets_.count_correct(rows.count, z, confusion);
}

void Worker::predict(int thread, const ReplicaState& replica, const Rows& rows, float* outputs) {
  const float* z = logits(thread, replica, samples(rows.dataset, order_of(rows).data(), rows.count, addresses_[0]));
  write_outputs(rows.count, z, outputs);
}

void Worker::predict(int thread, const ReplicaState& replica, const float* features, int64_t rows, float* outputs) {
  for (int64_t row = 0; row < rows; row++)
    addresses_[0][static_cast<std::size_t>(row)] = features + row * shape_.first.in;
  const float* z = logits(thread, replica, {addresses_[0].data(), rows, false});
  write_outputs(rows, z, outputs);
}

void Worker::write_outputs(int64_t rows, const float* logits, float* outputs) {
  int64_t width = shape_.last().out;
  BlockOutput task{output_of(shape_.loss), rows, width, logits, outputs_.data()};
  kernels_.output(&task);
  for (int64_t row = 0; row < rows; row++) {
    std::memcpy(outputs + row * width, outputs_.data() + row * row_stride,
                static_cast<std::size_t>(width) * sizeof(float));
  }
}

Worker::Order Worker::order_of(const Rows& rows) {
  Order order;
  for (int64_t row = 0; row < rows.count; row++) {
    order[static_cast<std::size_t>(row)] = static_cast<int32_t>(rows.first + row);
  }
  return order;
}

}  // namespace weft::cpu::fused
