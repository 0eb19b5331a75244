#include "cpu/fused/shared.h"

namespace weft::cpu::fused {
namespace {

AlignedBuffer<float> block() { return AlignedBuffer<float>(static_cast<std::size_t>(block_size)); }

}  // namespace

Shared::Shared(const Shape& shape, int threads)
    : barrier(threads), sums(shape.layers.front(), shape.lanes), activations{block(), block()} {
  for (std::size_t i = 1; i < shape.layers.size(); i++) sums_above.emplace_back(shape.layers[i], shape.lanes);
}

void Shared::reserve_slots(const Shape& shape, int64_t chunks, bool staged) {
  while (static_cast<int64_t>(slots.size()) < chunks) {
    Slot slot;
    slot.dz = block();
    slot.losses = AlignedBuffer<double>(static_cast<std::size_t>(chunk_rows));
    for (std::size_t i = 1; i < shape.layers.size(); i++) slot.above.emplace_back(shape.layers[i], shape.lanes);
    slots.push_back(std::move(slot));
  }
  if (!staged) return;
  for (Slot& slot : slots) {
    if (slot.x.size() == 0) {
      slot.x = AlignedBuffer<float>(static_cast<std::size_t>(blocks_for(shape.inputs) * block_size));
    }
  }
}

}  // namespace weft::cpu::fused
