#include "shim/machine.h"

#include <algorithm>
#include <sstream>

namespace weft::test {
namespace {

constexpr unsigned char poison = 0xff;
constexpr std::size_t memory_alignment = 128;

// Stacks are kept from launch to launch.
Fibers& pool() {
  thread_local Fibers fibers;
  return fibers;
}

template <typename... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  std::ostringstream message;
  (message << ... << parts);
  throw Error(message.str());
}

}  // namespace

Machine::Machine(const Launch& launch) : launch_(launch), random_(launch.seed), fibers_(pool()) {
  if (launch.threads < 32 || launch.threads % 32 != 0) fail("threads is ", launch.threads, ", not a multiple of 32");
  if (launch.cluster < 1 || launch.grid % launch.cluster != 0) {
    fail("a grid of ", launch.grid, " blocks is not made of clusters of ", launch.cluster);
  }
  std::size_t words = (launch.shared_bytes + 3) / 4;
  for (int i = 0; i < launch.cluster; i++) {
    Block block;
    block.storage.reset(new unsigned char[words * 4 + memory_alignment]);
    std::uintptr_t at = reinterpret_cast<std::uintptr_t>(block.storage.get());
    block.memory = block.storage.get() + (memory_alignment - at % memory_alignment) % memory_alignment;
    blocks_.push_back(std::move(block));
  }
}

void Machine::run_cluster(int first_block, int y, int z, const std::function<void(HostBlock&)>& body) {
  first_block_ = first_block;
  y_ = y;
  z_ = z;
  int fibers = launch_.cluster * launch_.threads;
  for (Block& block : blocks_) {
    std::size_t words = (launch_.shared_bytes + 3) / 4;
    std::fill(block.memory, block.memory + words * 4, poison);
    block.words.assign(words, {});
    block.stages.clear();
  }
  warp_groups_.assign(static_cast<std::size_t>(fibers / 32), {});
  warps_.assign(static_cast<std::size_t>(fibers / 32), {});
  copies_.assign(static_cast<std::size_t>(fibers), {});
  block_groups_.assign(blocks_.size(), {});
  cluster_group_ = {};
  fences_.assign(static_cast<std::size_t>(fibers), 0);
  auto run = [&](int fiber) {
    HostBlock block(*this, fiber);
    body(block);
  };
  if (!launch_.fibers) {
    for (int fiber = 0; fiber < fibers; fiber++) {
      current_ = fiber;
      run(fiber);
    }
    return;
  }
  fibers_.start(fibers, run);
  schedule(fibers);
}

void Machine::schedule(int fibers) {
  runnable_.clear();
  for (int i = fibers; i-- > 0;) runnable_.push_back(i);
  int ended = 0;
  while (ended < fibers) {
    if (runnable_.empty()) report_deadlock(fibers);
    if (launch_.seed != 0) std::swap(runnable_[random_() % runnable_.size()], runnable_.back());
    current_ = runnable_.back();
    runnable_.pop_back();
    fibers_.resume(current_);
    ended += fibers_.ended(current_);
  }
}

void Machine::report_deadlock(int fibers) const {
  int ended = 0;
  for (int i = 0; i < fibers; i++) ended += fibers_.ended(i);
  std::ostringstream where;
  auto describe = [&](const char* kind, const Group& group) {
    if (!group.waiting.empty()) {
      where << "; " << group.waiting.size() << " at a barrier of a " << kind << ", among them "
            << name(group.waiting.front());
    }
  };
  for (const Group& group : warp_groups_) describe("warp", group);
  for (const Group& group : block_groups_) describe("block", group);
  describe("cluster", cluster_group_);
  for (const Block& block : blocks_) {
    for (const Stage& fetches : block.stages) {
      if (!fetches.waiting.empty()) where << "; " << fetches.waiting.size() << " for bytes that nobody fetches";
    }
  }
  fail("deadlock: of ", fibers, " threads ", ended, " have ended, the others wait", where.str());
}

std::string Machine::name(int fiber) const {
  std::ostringstream name;
  name << "thread " << fiber % launch_.threads << " of block " << first_block_ + rank_of(fiber);
  return name.str();
}

Machine::Group& Machine::group(int fiber, Scope scope) {
  switch (scope) {
    case Scope::warp:
      return warp_groups_[static_cast<std::size_t>(warp_of(fiber))];
    case Scope::block:
      return block_groups_[static_cast<std::size_t>(rank_of(fiber))];
    default:
      return cluster_group_;
  }
}

int Machine::group_size(Scope scope) const {
  if (scope == Scope::warp) return 32;
  return scope == Scope::block ? launch_.threads : launch_.threads * launch_.cluster;
}

void Machine::meet(int fiber, Scope scope) {
  if (!launch_.fibers) fail(name(fiber), " meets others in a launch without fibers");
  Group& meeting = group(fiber, scope);
  meeting.waiting.push_back(fiber);
  if (static_cast<int>(meeting.waiting.size()) == group_size(scope)) {
    meeting.epoch++;
    // Who meets the cluster has met the block and the warp too.
    if (scope == Scope::cluster) {
      for (Group& block : block_groups_) block.epoch++;
    }
    runnable_.insert(runnable_.end(), meeting.waiting.rbegin(), meeting.waiting.rend());
    meeting.waiting.clear();
  }
  fibers_.yield();
}

uint64_t Machine::exchange(int fiber, uint64_t bits, int mask) {
  Warp& warp = warps_[static_cast<std::size_t>(warp_of(fiber))];
  // Two sets of values in turn: who is first may give the next value before the last has read this one.
  uint32_t turn = group(fiber, Scope::warp).epoch % 2;
  warp.values[turn][fiber % 32] = bits;
  meet(fiber, Scope::warp);
  return warp.values[turn][(fiber % 32) ^ mask];
}

void* Machine::memory(int rank, int offset, std::size_t bytes, std::size_t alignment) {
  std::size_t begin = static_cast<std::size_t>(offset);
  if (offset < 0 || begin + bytes > launch_.shared_bytes) {
    fail("bytes ", offset, " to ", begin + bytes, " of a shared memory of ", launch_.shared_bytes);
  }
  if (begin % alignment != 0) fail("offset ", offset, " is not a multiple of ", alignment);
  return blocks_[static_cast<std::size_t>(rank)].memory + offset;
}

std::ptrdiff_t Machine::distance(int from_rank, int to_rank) const {
  if (to_rank < 0 || to_rank >= launch_.cluster) fail("a cluster of ", launch_.cluster, " has no block ", to_rank);
  std::intptr_t from = reinterpret_cast<std::intptr_t>(blocks_[static_cast<std::size_t>(from_rank)].memory);
  return reinterpret_cast<std::intptr_t>(blocks_[static_cast<std::size_t>(to_rank)].memory) - from;
}

Machine::Block& Machine::block_of(const void* at, std::size_t bytes) {
  const unsigned char* begin = static_cast<const unsigned char*>(at);
  for (Block& block : blocks_) {
    if (begin >= block.memory && begin + bytes <= block.memory + block.words.size() * 4) return block;
  }
  fail(name(current_), " is outside its view of shared memory, or not aligned");
}

void Machine::check(const void* at, std::size_t bytes, bool writes) {
  Block& block = block_of(at, bytes);
  touch(block, static_cast<std::size_t>(static_cast<const unsigned char*>(at) - block.memory), bytes,
        writes ? Kind::write : Kind::read, current_);
}

Machine::Access Machine::access_by(int fiber, Kind kind) const {
  return {fiber,
          warp_groups_[static_cast<std::size_t>(warp_of(fiber))].epoch,
          block_groups_[static_cast<std::size_t>(rank_of(fiber))].epoch,
          cluster_group_.epoch,
          fences_[static_cast<std::size_t>(fiber)],
          kind == Kind::fetch};
}

bool Machine::ordered(const Access& earlier, int fiber) const {
  if (earlier.fiber < 0 || earlier.fiber == fiber) return true;
  Access now = access_by(fiber, Kind::read);
  if (warp_of(earlier.fiber) == warp_of(fiber) && earlier.warp < now.warp) return true;
  if (rank_of(earlier.fiber) == rank_of(fiber)) return earlier.block < now.block;
  return earlier.cluster < now.cluster;
}

// Fetches are ordered among themselves.
bool Machine::fenced(const Access& earlier) const {
  return earlier.fiber < 0 || earlier.fetch || fences_[static_cast<std::size_t>(earlier.fiber)] > earlier.fences;
}

void Machine::touch(Block& block, std::size_t offset, std::size_t bytes, Kind kind, int fiber) {
  bool writes = kind != Kind::read;
  Access now = access_by(fiber, kind);
  for (std::size_t i = offset / 4; i < (offset + bytes) / 4; i++) {
    Word& word = block.words[i];
    const Access* conflict = nullptr;
    if (!ordered(word.write, fiber)) conflict = &word.write;
    if (writes) {
      for (const Access& read : word.reads) {
        if (!ordered(read, fiber)) conflict = &read;
      }
    }
    if (conflict != nullptr) {
      fail("race at byte ", i * 4, " of shared memory: ", name(fiber), writes ? " writes" : " reads", " what ",
           name(conflict->fiber), conflict == &word.write ? " writes" : " reads", ", with no barrier between");
    }
    if (kind == Kind::fetch) {
      for (const Access* earlier : {&word.write, &word.reads[0], &word.reads[1]}) {
        if (fenced(*earlier)) continue;
        fail("fetch to byte ", i * 4, " of shared memory, which ", name(earlier->fiber),
             earlier == &word.write ? " has written" : " has read", " without a fence since");
      }
    }
    if (writes) {
      word = {now, {}};
    } else {
      if (word.reads[0].fiber != fiber) word.reads[1] = word.reads[0];
      word.reads[0] = now;
    }
  }
}

void Machine::fetch_prepare(int fiber, int stages) {
  blocks_[static_cast<std::size_t>(rank_of(fiber))].stages.assign(static_cast<std::size_t>(stages), {});
}

Machine::Stage& Machine::stage(int fiber, int number) {
  std::vector<Stage>& stages = blocks_[static_cast<std::size_t>(rank_of(fiber))].stages;
  if (number < 0 || static_cast<std::size_t>(number) >= stages.size()) fail("stage ", number, " is not prepared");
  return stages[static_cast<std::size_t>(number)];
}

void Machine::fetch_expect(int fiber, int number, int bytes) {
  Stage& fetches = stage(fiber, number);
  if (fetches.begun) fail("stage ", number, " is used again before it was waited for");
  fetches.begun = true;
  fetches.expected = static_cast<std::size_t>(bytes);
}

void Machine::fetch(int fiber, int number, const cuda::Shared<uint32_t>& to, const void* from, int bytes) {
  unsigned char* begin = reinterpret_cast<unsigned char*>(to.address());
  std::size_t size = static_cast<std::size_t>(bytes);
  if (bytes % 16 != 0 || reinterpret_cast<std::uintptr_t>(begin) % 16 != 0 ||
      reinterpret_cast<std::uintptr_t>(from) % 16 != 0) {
    fail("a fetch of ", bytes, " bytes is not aligned to 16");
  }
  if (bytes > to.size() * 4) fail("a fetch of ", bytes, " bytes to a view of ", to.size() * 4);
  Block& block = block_of(begin, size);
  touch(block, static_cast<std::size_t>(begin - block.memory), size, Kind::fetch, fiber);
  Stage& fetches = stage(fiber, number);
  if (!fetches.begun) fail("stage ", number, " expects nothing");
  bool done = random_() % 2 == 0;
  if (done) {
    std::memcpy(begin, from, size);
  } else {
    std::fill(begin, begin + size, poison);
  }
  fetches.fetched += size;
  fetches.copies.push_back({begin, static_cast<const unsigned char*>(from), size, fiber, done});
  if (fetches.fetched > fetches.expected) {
    fail("stage ", number, " expects ", fetches.expected, " bytes and gets ", fetches.fetched);
  }
  if (fetches.fetched == fetches.expected) {
    runnable_.insert(runnable_.end(), fetches.waiting.begin(), fetches.waiting.end());
    fetches.waiting.clear();
  }
}

void Machine::fetch_wait(int fiber, int number, int parity) {
  Stage& fetches = stage(fiber, number);
  while (!fetches.begun || fetches.fetched < fetches.expected) {
    if (fetches.completed % 2 != parity) return;
    fetches.waiting.push_back(fiber);
    fibers_.yield();
  }
  if (fetches.completed % 2 != parity) return;
  for (const Copy& copy : fetches.copies) {
    if (!copy.done) std::memcpy(copy.to, copy.from, copy.bytes);
    Block& block = block_of(copy.to, copy.bytes);
    touch(block, static_cast<std::size_t>(copy.to - block.memory), copy.bytes, Kind::fetch, copy.fiber);
  }
  int completed = fetches.completed + 1;
  fetches = {};
  fetches.completed = completed;
}

void Machine::copy(int fiber, const cuda::Shared<float>& to, const float* from, int count) {
  std::size_t size = static_cast<std::size_t>(count) * sizeof(float);
  unsigned char* begin = reinterpret_cast<unsigned char*>(to.address());
  if (reinterpret_cast<std::uintptr_t>(begin) % size != 0 || reinterpret_cast<std::uintptr_t>(from) % size != 0) {
    fail("a copy of ", size, " bytes is not aligned to as many");
  }
  if (count > to.size()) fail("a copy of ", count, " floats to a view of ", to.size());
  check(begin, size, true);
  bool done = random_() % 2 == 0;
  if (done) {
    std::memcpy(begin, from, size);
  } else {
    std::fill(begin, begin + size, poison);
  }
  const unsigned char* source = reinterpret_cast<const unsigned char*>(from);
  copies_[static_cast<std::size_t>(fiber)].push_back({begin, source, size, fiber, done});
}

void Machine::copies_wait(int fiber) {
  for (const Copy& copy : copies_[static_cast<std::size_t>(fiber)]) {
    if (!copy.done) std::memcpy(copy.to, copy.from, copy.bytes);
    check(copy.to, copy.bytes, true);
  }
  copies_[static_cast<std::size_t>(fiber)].clear();
}

}  // namespace weft::test
