// A block and a cluster while they run.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "ptx/shadow.h"
#include "ptx/spaces.h"
#include "ptx/warp.h"

namespace weft::test::ptx {

struct Cluster;

// A barrier of arrivals and of bytes. Phase n ends when all have arrived and all bytes have.
struct Mbarrier {
  uint32_t expected = 0;  // arrivals of a phase
  uint32_t pending = 0;
  int64_t bytes = 0;  // still expected; below 0: arrived before they were
  uint32_t phase = 0;
  std::vector<uint32_t> observed;  // phases that each thread of the block saw the end of
  Access begun;
};

// A bulk copy into shared memory.
struct BulkCopy {
  int64_t to;
  const unsigned char* from;
  int64_t bytes;
  int64_t mbarrier;
  uint32_t phase;
  bool delivered = false;
  Access observer;  // the first thread that saw it arrive
};

// A copy that its thread waits for itself.
struct ThreadCopy {
  int64_t to;
  const unsigned char* from;  // null: zeros
  int64_t bytes;
  int64_t filled;  // bytes of zeros behind them
  bool committed = false;
  uint32_t group = 0;
};

struct Block {
  Cluster* cluster = nullptr;
  int rank = 0;
  int place[3] = {};
  std::vector<std::unique_ptr<Warp>> warps;

  std::vector<unsigned char> storage;
  unsigned char* memory = nullptr;  // shared, from offset shared_begin on
  int64_t shared_end = 0;
  std::vector<Word> words;

  bool waited = false;  // one of its threads, for the kernel before
  int at_barrier = 0;
  int ended = 0;
  uint32_t barriers = 0;  // of the block, so far

  // Of each thread.
  std::vector<uint32_t> arrivals;  // at the cluster's barrier
  std::vector<uint32_t> waits;     // for it
  std::vector<uint64_t> fences;    // instruction of the last proxy fence
  std::vector<uint32_t> clocks;    // of lanes, and below what each lane has seen of its warp's others
  std::vector<uint32_t> seen;
  std::vector<std::vector<ThreadCopy>> thread_copies;
  std::vector<uint32_t> groups;

  std::map<int64_t, Mbarrier> mbarriers;
  std::vector<BulkCopy> copies;

  // The last access from another block.
  Access remote;
  uint32_t remote_pc = 0;

  bool alive(int threads) const { return ended < threads; }
};

struct Cluster {
  std::vector<Block*> blocks;
  int arrived = 0;
  int ended = 0;
  uint32_t phase = 0;
};

}  // namespace weft::test::ptx
