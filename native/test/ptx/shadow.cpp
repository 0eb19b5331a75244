#include "ptx/shadow.h"

#include "ptx/machine.h"

namespace weft::test::ptx {
namespace {

constexpr int32_t lanes = lanes_of_warp;

std::string name_of(const Warp& warp, int32_t thread) {
  int threads = warp.machine->shape().threads;
  return "thread " + std::to_string(thread % threads) + " of block " + std::to_string(thread / threads) +
         " of the cluster";
}

std::string race(const Warp& warp, int64_t offset, bool writing, const Access& other, bool written) {
  return "a race at byte " + std::to_string(offset - dynamic_begin(warp.kernel->static_shared_bytes)) +
         " of shared memory: " + (writing ? "it writes" : "it reads") + " what " + name_of(warp, other.thread) +
         (written ? " wrote" : " read") + ", and nothing orders the two";
}

// Bytes that a copy brought are there for those who saw it arrive, and for those who come after the first of them.
bool arrived(const Block& block, int32_t copy, const Warp& warp, int lane) {
  const BulkCopy& bulk = block.copies[static_cast<std::size_t>(copy)];
  if (!bulk.delivered) return false;
  auto barrier = block.mbarriers.find(bulk.mbarrier);
  std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
  if (warp.block == &block && barrier != block.mbarriers.end() && barrier->second.observed[thread] > bulk.phase) {
    return true;
  }
  return bulk.observer.thread != nobody && ordered(bulk.observer, warp, lane);
}

const Access* conflict(const Word& word, bool writing, bool atomic, const Warp& warp, int lane) {
  if (!(atomic && word.atomic) && !ordered(word.write, warp, lane)) return &word.write;
  if (!writing) return nullptr;
  for (const Access& read : word.reads) {
    if (!ordered(read, warp, lane)) return &read;
  }
  return nullptr;
}

// Barriers order accesses of threads; between those and what bulk copies do lies a fence of the one thread or the
// other.
bool fenced(const Block& block, const Access& access, const Warp& warp, int lane) {
  if (access.thread == nobody) return true;
  int threads = warp.machine->shape().threads;
  const Block& from = *block.cluster->blocks[static_cast<std::size_t>(access.thread / threads)];
  return from.fences[static_cast<std::size_t>(access.thread % threads)] > access.at ||
         warp.block->fences[static_cast<std::size_t>(warp.thread(lane))] > access.at;
}

}  // namespace

Access access_by(const Warp& warp, int lane) {
  const Block& block = *warp.block;
  std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
  return {static_cast<int32_t>(block.rank * warp.machine->shape().threads) + static_cast<int32_t>(thread),
          block.barriers, block.arrivals[thread], block.clocks[thread], warp.machine->now()};
}

bool ordered(const Access& earlier, const Warp& warp, int lane) {
  if (earlier.thread == nobody) return true;
  int32_t threads = warp.machine->shape().threads;
  int32_t first = warp.block->rank * threads;
  int32_t own = first + warp.thread(lane);
  if (earlier.thread == own) return true;
  std::size_t thread = static_cast<std::size_t>(own - first);
  if (earlier.cluster < warp.block->waits[thread]) return true;
  if (earlier.thread < first || earlier.thread >= first + threads) return false;
  if (earlier.block < warp.block->barriers) return true;
  int32_t other = earlier.thread - first;
  if (other / lanes != warp.index) return false;
  return warp.block->seen[thread * static_cast<std::size_t>(lanes) + static_cast<std::size_t>(other % lanes)] >=
         earlier.warp;
}

void touch(Block& block, int64_t offset, int64_t bytes, Touch touch, Warp& warp, int lane) {
  Access now = access_by(warp, lane);
  bool writing = writes(touch);
  Machine& machine = *warp.machine;
  for (int64_t at = offset / 4; at < (offset + bytes + 3) / 4; at++) {
    Word& word = block.words[static_cast<std::size_t>(at - shared_begin / 4)];
    if (word.object) machine.fail(warp, lane, "an access to an mbarrier");
    if (word.pending) machine.fail(warp, lane, "an access to what cp.async has not brought yet");
    if (word.copy >= 0) {
      if (!arrived(block, word.copy, warp, lane)) {
        machine.fail(warp, lane, "an access to what a bulk copy brings, which it has not seen arrive");
      }
    } else if (word.write.thread == nobody && !writing && machine.shape().initialised) {
      machine.fail(warp, lane,
                   "it reads shared memory that nobody wrote, at byte " +
                       std::to_string(at * 4 - dynamic_begin(warp.kernel->static_shared_bytes)));
    }
    if (const Access* other = conflict(word, writing, is_atomic(touch), warp, lane)) {
      machine.fail(warp, lane, race(warp, at * 4, writing, *other, other == &word.write));
    }
    if (writing) {
      word = {now, {}, -1, is_atomic(touch), false, false};
    } else if (touch == Touch::atomic_read || word.reads[0].thread == now.thread) {
      if (touch == Touch::read) word.reads[0] = now;
    } else {
      word.reads[1] = word.reads[0];
      word.reads[0] = now;
    }
  }
  if (warp.block != &block) {
    block.remote = now;
    block.remote_pc = warp.pc;
  }
}

void touch_by_copy(Block& block, int64_t offset, int64_t bytes, int32_t copy, Warp& warp, int lane) {
  Machine& machine = *warp.machine;
  for (int64_t at = offset / 4; at < (offset + bytes) / 4; at++) {
    Word& word = block.words[static_cast<std::size_t>(at - shared_begin / 4)];
    if (word.object) machine.fail(warp, lane, "a bulk copy over an mbarrier");
    if (word.copy >= 0 && !arrived(block, word.copy, warp, lane)) {
      machine.fail(warp, lane, "a bulk copy over one that it has not seen arrive");
    }
    if (const Access* other = conflict(word, true, false, warp, lane)) {
      machine.fail(warp, lane, race(warp, at * 4, true, *other, other == &word.write));
    }
    for (const Access* access : {&word.write, &word.reads[0], &word.reads[1]}) {
      if (!fenced(block, *access, warp, lane)) {
        machine.fail(warp, lane,
                     "a bulk copy over what " + name_of(warp, access->thread) +
                         (access == &word.write ? " wrote" : " read") + ", with no fence.proxy.async between");
      }
    }
    word = {{}, {}, copy, false, false, false};
  }
}

}  // namespace weft::test::ptx
