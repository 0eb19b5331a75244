// Where threads wait for each other: within the warp, the block and the cluster; and where they end.
#include <algorithm>

#include "ptx/machine.h"

namespace weft::test::ptx {

// A lane that waits stands at the instruction; one that goes on stands at the next.
uint32_t Machine::meet(Warp& warp, uint32_t mask, uint32_t wanted) {
  int first = __builtin_ctz(mask);
  for_lanes(mask, [&](int lane) {
    if ((wanted >> lane & 1) == 0) fail(warp, lane, "it is not itself among those that it meets");
  });
  if ((wanted & ~warp.alive) != 0) fail(warp, first, "it is to meet threads that have ended");
  uint32_t here = mask;
  for_lanes(warp.waiting & warp.alive, [&](int lane) {
    if (warp.waits[lane] == Wait::warp && warp.pcs[lane] == warp.pc && warp.met_mask[lane] == wanted) {
      here |= 1u << lane;
    }
  });
  if (here == wanted) {
    warp.wake(wanted);
    for_lanes(wanted, [&](int lane) { warp.pcs[lane] = warp.pc + 1; });
    return wanted;
  }
  for_lanes(mask, [&](int lane) {
    warp.pcs[lane] = warp.pc;
    warp.met_mask[lane] = wanted;
  });
  warp.wait(mask, Wait::warp);
  return 0;
}

void Machine::warp_barrier(Warp& warp, uint32_t mask) {
  Block& block = *warp.block;
  auto at = [&](int lane) { return static_cast<std::size_t>(warp.thread(lane)); };
  for (std::size_t of = 0; of < lanes_of_warp; of++) {
    uint32_t latest = (mask >> of & 1) != 0 ? block.clocks[at(static_cast<int>(of))] : 0;
    for_lanes(mask, [&](int lane) { latest = std::max(latest, block.seen[at(lane) * lanes_of_warp + of]); });
    for_lanes(mask, [&](int lane) { block.seen[at(lane) * lanes_of_warp + of] = latest; });
  }
  for_lanes(mask, [&](int lane) { block.clocks[at(lane)]++; });
}

void Machine::block_barrier(Warp& warp) {
  Block& block = *warp.block;
  if (block.ended > 0) fail(warp, 0, "a barrier of a block of which " + std::to_string(block.ended) + " threads ended");
  block.at_barrier += lanes_of_warp;
  if (block.at_barrier < launch_.threads) {
    for_lanes(all_lanes, [&](int lane) { warp.pcs[lane] = warp.pc; });
    warp.wait(all_lanes, Wait::block);
    return;
  }
  block.at_barrier = 0;
  block.barriers++;
  for (auto& other : block.warps) {
    uint32_t waiting = other->waiting;
    other->wake(waiting);
    for_lanes(waiting, [&](int lane) { other->pcs[lane]++; });
  }
}

void Machine::cluster_arrive(Warp& warp, uint32_t mask) {
  Block& block = *warp.block;
  for_lanes(mask, [&](int lane) {
    std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
    if (block.arrivals[thread] != block.waits[thread]) {
      fail(warp, lane, "it arrives at the cluster's barrier again before it waited");
    }
    block.arrivals[thread]++;
    block.cluster->arrived++;
  });
  release(*block.cluster);
}

// Threads that have ended count as arrived.
void Machine::release(Cluster& cluster) {
  int threads = static_cast<int>(cluster.blocks.size()) * launch_.threads;
  if (cluster.arrived == 0 || cluster.arrived + cluster.ended < threads) return;
  cluster.arrived = 0;
  cluster.phase++;
  for (Block* block : cluster.blocks) {
    for (auto& warp : block->warps) {
      uint32_t waiting = 0;
      for_lanes(warp->waiting & warp->alive, [&](int lane) {
        if (warp->waits[lane] == Wait::cluster) waiting |= 1u << lane;
      });
      warp->wake(waiting);
    }
  }
}

void Machine::cluster_wait(Warp& warp, uint32_t mask) {
  Block& block = *warp.block;
  uint32_t waiting = 0;
  for_lanes(mask, [&](int lane) {
    std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
    if (block.arrivals[thread] == block.waits[thread]) {
      fail(warp, lane, "it waits for the cluster's barrier and has not arrived");
    }
    if (block.cluster->phase >= block.arrivals[thread]) {
      block.waits[thread] = block.arrivals[thread];
    } else {
      waiting |= 1u << lane;
      warp.pcs[lane] = warp.pc;
    }
  });
  warp.wait(waiting, Wait::cluster);
}

void Machine::end(Warp& warp, uint32_t mask) {
  Block& block = *warp.block;
  for_lanes(mask, [&](int lane) {
    std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
    if (block.arrivals[thread] != block.waits[thread]) {
      fail(warp, lane, "it ends between arriving at the cluster's barrier and waiting for it");
    }
    if (!block.thread_copies[thread].empty()) fail(warp, lane, "it ends while its copies are under way");
  });
  if (block.at_barrier > 0) fail(warp, __builtin_ctz(mask), "it ends while others wait at a barrier of the block");
  warp.alive &= ~mask;
  int count = __builtin_popcount(mask);
  alive_ -= count;
  block.ended += count;
  block.cluster->ended += count;
  if (!block.alive(launch_.threads)) check_end(warp);
  release(*block.cluster);
}

// What others may still do to a block that ends, with no barrier of the cluster between.
void Machine::check_end(Warp& warp) {
  Block& block = *warp.block;
  for (const BulkCopy& copy : block.copies) {
    if (!copy.delivered) fail(warp, 0, "the block ends while a bulk copy into it is under way");
  }
  if (block.remote.thread == nobody) return;
  uint32_t waited = *std::max_element(block.waits.begin(), block.waits.end());
  if (block.remote.cluster >= waited) {
    fail(warp, 0,
         "the block ends while another one may still access its shared memory, at " + kernel_.where(block.remote_pc));
  }
}

}  // namespace weft::test::ptx
