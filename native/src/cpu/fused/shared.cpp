#include "cpu/fused/shared.h"

#include "cpu/fused/layout.h"

namespace weft::cpu::fused {

Shared::Shared(const Shape& shape, const SampleKernels& kernels, int threads)
    : barrier(threads), rows(shape.first, kernels) {
  for (const LayerShape& layer : shape.upper) upper_sums.emplace_back(layer);
}

void Shared::reserve_slots(const Shape& shape, int64_t chunks) {
  while (static_cast<int64_t>(slots.size()) < chunks) {
    Slot slot;
    slot.dz = block();
    slot.losses = AlignedBuffer<double>(static_cast<std::size_t>(chunk_rows));
    for (const LayerShape& layer : shape.upper) slot.upper.emplace_back(layer);
    slots.push_back(std::move(slot));
  }
}

}  // namespace weft::cpu::fused
