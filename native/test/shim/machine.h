// What runs behind HostBlock: the threads of one cluster at a time, their barriers, and their shared memory.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "shim/fibers.h"
#include "shim/host_block.h"

namespace weft::test {

class Machine final : public cuda::SharedMemory {
 public:
  explicit Machine(const Launch& launch);

  // Runs the cluster whose first block is (first_block, y, z).
  void run_cluster(int first_block, int y, int z, const std::function<void(HostBlock&)>& body);

  const Launch& shape() const { return launch_; }
  int first_block() const { return first_block_; }
  int y() const { return y_; }
  int z() const { return z_; }

  enum class Scope { warp, block, cluster };
  void meet(int fiber, Scope scope);
  uint64_t exchange(int fiber, uint64_t bits, int mask);

  void* memory(int rank, int offset, std::size_t bytes, std::size_t alignment);
  std::ptrdiff_t distance(int from_rank, int to_rank) const;
  void check(const void* at, std::size_t bytes, bool writes) override;

  void fetch_prepare(int fiber, int stages);
  void fetch_expect(int fiber, int stage, int bytes);
  void fetch(int fiber, int stage, const cuda::Shared<uint32_t>& to, const void* from, int bytes);
  void fetch_wait(int fiber, int stage, int parity);
  void fetch_fence(int fiber) { fences_[static_cast<std::size_t>(fiber)]++; }

  void copy(int fiber, const cuda::Shared<float>& to, const float* from, int count);
  void copies_wait(int fiber);

 private:
  // Threads that meet; epoch counts how often they have.
  struct Group {
    std::vector<int> waiting;
    uint32_t epoch = 0;
  };

  enum class Kind { read, write, fetch };

  // Who touched a word, and how often its warp, block and cluster had met by then, and itself made a fence for fetches.
  struct Access {
    int fiber = -1;
    uint32_t warp = 0;
    uint32_t block = 0;
    uint32_t cluster = 0;
    uint32_t fences = 0;
    bool fetch = false;
  };

  struct Word {
    Access write;
    Access reads[2];
  };

  struct Copy {
    unsigned char* to;
    const unsigned char* from;
    std::size_t bytes;
    int fiber;
    bool done;
  };

  struct Stage {
    bool begun = false;
    std::size_t expected = 0;
    std::size_t fetched = 0;
    int completed = 0;
    std::vector<Copy> copies;
    std::vector<int> waiting;
  };

  struct Block {
    std::unique_ptr<unsigned char[]> storage;
    unsigned char* memory = nullptr;
    std::vector<Word> words;
    std::vector<Stage> stages;
  };

  struct Warp {
    uint64_t values[2][32];
    int turn = 0;
  };

  int rank_of(int fiber) const { return fiber / launch_.threads; }
  int warp_of(int fiber) const { return fiber / 32; }
  Group& group(int fiber, Scope scope);
  int group_size(Scope scope) const;
  Access access_by(int fiber, Kind kind) const;
  bool ordered(const Access& earlier, int fiber) const;
  bool fenced(const Access& earlier) const;
  void touch(Block& block, std::size_t offset, std::size_t bytes, Kind kind, int fiber);
  Block& block_of(const void* at, std::size_t bytes);
  Stage& stage(int fiber, int number);
  std::string name(int fiber) const;
  void schedule(int fibers);
  [[noreturn]] void report_deadlock(int fibers) const;

  Launch launch_;
  int first_block_ = 0;
  int y_ = 0;
  int z_ = 0;
  std::mt19937_64 random_;
  std::vector<Block> blocks_;
  std::vector<Group> warp_groups_;
  std::vector<Group> block_groups_;
  Group cluster_group_;
  std::vector<Warp> warps_;
  std::vector<uint32_t> fences_;
  std::vector<std::vector<Copy>> copies_;  // that a fiber has begun and not waited for
  std::vector<int> runnable_;
  Fibers& fibers_;
  int current_ = -1;
};

}  // namespace weft::test
