#include "shim/host_block.h"

#include "shim/machine.h"

namespace weft::test {

HostBlock::HostBlock(Machine& machine, int fiber)
    : machine_(machine),
      fiber_(fiber),
      thread_(fiber % machine.shape().threads),
      index_(machine.first_block() + fiber / machine.shape().threads),
      rank_(fiber / machine.shape().threads) {}

int HostBlock::threads() const { return machine_.shape().threads; }
int HostBlock::index_y() const { return machine_.y(); }
int HostBlock::index_z() const { return machine_.z(); }
int HostBlock::count() const { return machine_.shape().grid; }
int HostBlock::cluster_size() const { return machine_.shape().cluster; }
void HostBlock::sync() const { machine_.meet(fiber_, Machine::Scope::block); }
void HostBlock::warp_sync() const { machine_.meet(fiber_, Machine::Scope::warp); }
void HostBlock::cluster_sync() const { machine_.meet(fiber_, Machine::Scope::cluster); }
uint64_t HostBlock::exchange(uint64_t bits, int mask) const { return machine_.exchange(fiber_, bits, mask); }

void* HostBlock::memory(int offset, std::size_t bytes, std::size_t alignment) const {
  return machine_.memory(rank_, offset, bytes, alignment);
}

cuda::SharedMemory* HostBlock::owner() const { return &machine_; }
std::ptrdiff_t HostBlock::distance_to(int rank) const { return machine_.distance(rank_, rank); }

void HostBlock::fetch_prepare(const cuda::Shared<uint64_t>&, int stages) const {
  machine_.fetch_prepare(fiber_, stages);
}

void HostBlock::fetch_expect(const cuda::Shared<uint64_t>&, int stage, int bytes) const {
  machine_.fetch_expect(fiber_, stage, bytes);
}

void HostBlock::fetch(const cuda::Shared<uint64_t>&, int stage, const cuda::Shared<uint32_t>& to, const void* from,
                      int bytes) const {
  machine_.fetch(fiber_, stage, to, from, bytes);
}

void HostBlock::fetch_wait(const cuda::Shared<uint64_t>&, int stage, int parity) const {
  machine_.fetch_wait(fiber_, stage, parity);
}

void HostBlock::fetch_fence() const { machine_.fetch_fence(fiber_); }

void HostBlock::copy(const cuda::Shared<float>& to, const float* from, int count) const {
  machine_.copy(fiber_, to, from, count);
}

void HostBlock::copies_wait() const { machine_.copies_wait(fiber_); }

void launch(const Launch& shape, const std::function<void(HostBlock&)>& body) {
  Machine machine(shape);
  for (int z = 0; z < shape.grid_z; z++) {
    for (int y = 0; y < shape.grid_y; y++) {
      for (int first = 0; first < shape.grid; first += shape.cluster) machine.run_cluster(first, y, z, body);
    }
  }
}

}  // namespace weft::test
