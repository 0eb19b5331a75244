// Behind launch(): the blocks that run at the same time, whose warps take turns in an order drawn from a seed.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "ptx/block.h"
#include "ptx/launch.h"

namespace weft::test::ptx {

class Machine {
 public:
  Machine(const Kernel& kernel, const Launch& launch, const GlobalMemory& memory, const void* arguments,
          std::size_t argument_bytes);

  void run();

  [[noreturn]] void fail(const Warp& warp, int lane, const std::string& what) const;

  // Where an access goes, once it is checked. `bytes` are accessed at once, so their address is a multiple of them.
  unsigned char* reach(Warp& warp, int lane, Space space, uint64_t address, int64_t bytes, Touch touch);

  // A shared address, 32 bits or generic: its block, and its offset there. `bytes` have to fit.
  struct Place {
    Block* block;
    int64_t offset;
  };
  Place shared_place(Warp& warp, int lane, uint64_t address, int64_t bytes, int64_t alignment, bool own);
  const unsigned char* global_source(Warp& warp, int lane, uint64_t address, int64_t bytes, int64_t alignment) const;

  // Lanes of `mask` are at an instruction that all of `wanted` execute together. Those that are complete, or 0; the
  // others wait there.
  uint32_t meet(Warp& warp, uint32_t mask, uint32_t wanted);
  void warp_barrier(Warp& warp, uint32_t mask);
  void block_barrier(Warp& warp);
  void cluster_arrive(Warp& warp, uint32_t mask);
  void cluster_wait(Warp& warp, uint32_t mask);
  void end(Warp& warp, uint32_t mask);

  void begin_mbarrier(Warp& warp, int lane, uint64_t address, uint32_t count);
  Mbarrier& mbarrier(Warp& warp, int lane, const Place& place);
  void arrive(Warp& warp, int lane, uint64_t address, uint32_t count, int64_t bytes);
  bool test(Warp& warp, int lane, uint64_t address, uint32_t parity);
  void begin_copy(Warp& warp, int lane, uint64_t to, uint64_t from, int64_t bytes, uint64_t barrier);
  void deliver(Block& block, BulkCopy& copy);
  void begin_thread_copy(Warp& warp, int lane, uint64_t to, uint64_t from, int64_t bytes, int64_t read);
  void finish_thread_copies(Warp& warp, int lane, uint32_t groups_left, bool uncommitted);

  uint64_t now() const { return now_; }
  const Launch& shape() const { return launch_; }

 private:
  void run_cluster(int first_x, int y, int z);
  void start(Block& block, int rank, int x, int y, int z);
  void set_specials(Warp& warp);
  void schedule();
  void run(Warp& warp, int64_t budget);
  void complete(Block& block, Mbarrier& mbarrier);
  bool deliver_one();
  void release(Cluster& cluster);
  void check_end(Warp& warp);
  [[noreturn]] void report_deadlock() const;

  const Kernel& kernel_;
  Launch launch_;
  const GlobalMemory& memory_;
  std::vector<unsigned char> parameters_;
  std::mt19937_64 random_;
  std::vector<std::unique_ptr<Block>> blocks_;
  Cluster cluster_;
  std::vector<std::pair<Block*, std::size_t>> under_way_;  // bulk copies
  std::size_t turn_ = 0;
  int alive_ = 0;  // threads
  uint64_t now_ = 0;
  int64_t instructions_ = 0;
};

}  // namespace weft::test::ptx
