// mbarriers, and copies into shared memory that run on their own.
#include <algorithm>

#include "ptx/machine.h"

namespace weft::test::ptx {
namespace {

constexpr int64_t mbarrier_bytes = 8;
constexpr int64_t bulk_alignment = 16;
constexpr int64_t most_expected_bytes = (1 << 20) - 1;

}  // namespace

void Machine::begin_mbarrier(Warp& warp, int lane, uint64_t address, uint32_t count) {
  Place place = shared_place(warp, lane, address, mbarrier_bytes, mbarrier_bytes, true);
  if (count == 0 || count > static_cast<uint32_t>(most_expected_bytes)) {
    fail(warp, lane, "an mbarrier of " + std::to_string(count) + " arrivals");
  }
  touch(*place.block, place.offset, mbarrier_bytes, Touch::write, warp, lane);
  for (int64_t at = place.offset; at < place.offset + mbarrier_bytes; at += 4) {
    place.block->words[static_cast<std::size_t>((at - shared_begin) / 4)].object = true;
  }
  Mbarrier& made = place.block->mbarriers[place.offset];
  made = {};
  made.expected = count;
  made.pending = count;
  made.observed.assign(static_cast<std::size_t>(launch_.threads), 0);
  made.begun = access_by(warp, lane);
}

Mbarrier& Machine::mbarrier(Warp& warp, int lane, const Place& place) {
  auto found = place.block->mbarriers.find(place.offset);
  if (found == place.block->mbarriers.end()) fail(warp, lane, "an mbarrier that was not made ready");
  if (!ordered(found->second.begun, warp, lane)) {
    fail(warp, lane, "an mbarrier that another thread made ready, with nothing that orders the two");
  }
  return found->second;
}

void Machine::complete(Block& block, Mbarrier& barrier) {
  if (barrier.pending > 0 || barrier.bytes != 0) return;
  barrier.phase++;
  barrier.pending = barrier.expected;
  for (auto& warp : block.warps) {
    uint32_t waiting = 0;
    for_lanes(warp->waiting & warp->alive, [&](int lane) {
      if (warp->waits[lane] == Wait::fetch) waiting |= 1u << lane;
    });
    warp->wake(waiting);
  }
}

void Machine::arrive(Warp& warp, int lane, uint64_t address, uint32_t count, int64_t bytes) {
  Place place = shared_place(warp, lane, address, mbarrier_bytes, mbarrier_bytes, false);
  Mbarrier& barrier = mbarrier(warp, lane, place);
  if (count > barrier.pending) fail(warp, lane, "more arrivals at an mbarrier than it was made for");
  barrier.bytes += bytes;
  if (bytes < 0 || barrier.bytes > most_expected_bytes) {
    fail(warp, lane, "an mbarrier that expects " + std::to_string(barrier.bytes) + " bytes");
  }
  barrier.pending -= count;
  complete(*place.block, barrier);
}

bool Machine::test(Warp& warp, int lane, uint64_t address, uint32_t parity) {
  Place place = shared_place(warp, lane, address, mbarrier_bytes, mbarrier_bytes, true);
  if (parity > 1) fail(warp, lane, "a parity of " + std::to_string(parity));
  Mbarrier& barrier = mbarrier(warp, lane, place);
  if (barrier.phase % 2 == parity) return false;
  std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
  uint32_t& seen = barrier.observed[thread];
  if (barrier.phase > seen + 1) {
    fail(warp, lane, "it waits for an mbarrier that has gone on by more than one phase since it last did");
  }
  seen = barrier.phase;
  for (BulkCopy& copy : place.block->copies) {
    if (copy.mbarrier == place.offset && copy.delivered && copy.phase < seen && copy.observer.thread == nobody) {
      copy.observer = access_by(warp, lane);
    }
  }
  return true;
}

void Machine::begin_copy(Warp& warp, int lane, uint64_t to, uint64_t from, int64_t bytes, uint64_t at) {
  if (bytes <= 0 || bytes % bulk_alignment != 0) {
    fail(warp, lane, "a bulk copy of " + std::to_string(bytes) + " bytes, no multiple of 16");
  }
  Place place = shared_place(warp, lane, to, bytes, bulk_alignment, false);
  const unsigned char* source = global_source(warp, lane, from, bytes, bulk_alignment);
  Place barrier_place = shared_place(warp, lane, at, mbarrier_bytes, mbarrier_bytes, false);
  Mbarrier& barrier = mbarrier(warp, lane, barrier_place);
  if (barrier_place.block != place.block) fail(warp, lane, "a bulk copy into one block with another's mbarrier");
  int threads = launch_.threads;
  const Block& maker = *place.block->cluster->blocks[static_cast<std::size_t>(barrier.begun.thread / threads)];
  if (maker.fences[static_cast<std::size_t>(barrier.begun.thread % threads)] <= barrier.begun.at) {
    fail(warp, lane, "a bulk copy with an mbarrier that was made ready with no fence.proxy.async after it");
  }
  std::size_t number = place.block->copies.size();
  place.block->copies.push_back({place.offset, source, bytes, barrier_place.offset, barrier.phase, false, {}});
  touch_by_copy(*place.block, place.offset, bytes, static_cast<int32_t>(number), warp, lane);
  std::fill_n(place.block->memory + (place.offset - shared_begin), bytes, static_cast<unsigned char>(0xff));
  under_way_.emplace_back(place.block, number);
}

bool Machine::deliver_one() {
  if (under_way_.empty()) return false;
  std::size_t choice = launch_.seed == 0 ? 0 : random_() % under_way_.size();
  auto [block, number] = under_way_[choice];
  under_way_.erase(under_way_.begin() + static_cast<std::ptrdiff_t>(choice));
  deliver(*block, block->copies[number]);
  return true;
}

void Machine::deliver(Block& block, BulkCopy& copy) {
  std::copy_n(copy.from, copy.bytes, block.memory + (copy.to - shared_begin));
  copy.delivered = true;
  Mbarrier& barrier = block.mbarriers.at(copy.mbarrier);
  copy.phase = barrier.phase;
  barrier.bytes -= copy.bytes;
  complete(block, barrier);
}

// `read` of the bytes come from memory, the rest is zero.
void Machine::begin_thread_copy(Warp& warp, int lane, uint64_t to, uint64_t from, int64_t bytes, int64_t read) {
  Place place = shared_place(warp, lane, to, bytes, bytes, true);
  const unsigned char* source = read > 0 ? global_source(warp, lane, from, read, bytes) : nullptr;
  touch(*place.block, place.offset, bytes, Touch::write, warp, lane);
  for (int64_t at = place.offset; at < place.offset + bytes; at += 4) {
    place.block->words[static_cast<std::size_t>((at - shared_begin) / 4)].pending = true;
  }
  warp.block->thread_copies[static_cast<std::size_t>(warp.thread(lane))].push_back(
      {place.offset, source, read, bytes - read, false, 0});
}

// Those of all groups but the last ones; and those that no group has yet.
void Machine::finish_thread_copies(Warp& warp, int lane, uint32_t groups_left, bool uncommitted) {
  Block& block = *warp.block;
  std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
  std::vector<ThreadCopy> rest;
  for (const ThreadCopy& copy : block.thread_copies[thread]) {
    bool done = copy.committed ? copy.group + groups_left < block.groups[thread] : uncommitted;
    if (!done) {
      rest.push_back(copy);
      continue;
    }
    unsigned char* to = block.memory + (copy.to - shared_begin);
    if (copy.bytes > 0) std::copy_n(copy.from, copy.bytes, to);
    std::fill_n(to + copy.bytes, copy.filled, static_cast<unsigned char>(0));
    for (int64_t at = copy.to; at < copy.to + copy.bytes + copy.filled; at += 4) {
      block.words[static_cast<std::size_t>((at - shared_begin) / 4)].pending = false;
    }
    touch(block, copy.to, copy.bytes + copy.filled, Touch::write, warp, lane);
  }
  block.thread_copies[thread] = std::move(rest);
}

}  // namespace weft::test::ptx
