#include "ptx/machine.h"

#include <algorithm>
#include <sstream>

#include "shim/host_block.h"

namespace weft::test::ptx {
namespace {

constexpr unsigned char poison = 0xff;
constexpr int64_t most_instructions = int64_t{1} << 33;

std::size_t index(int64_t i) { return static_cast<std::size_t>(i); }

}  // namespace

Warp::Warp(Machine& on, Block& in_block, const Kernel& of, int number)
    : machine(&on), block(&in_block), kernel(&of), index(number), registers(new unsigned char[of.register_bytes]) {
  std::memset(registers.get(), poison, of.register_bytes);
  if (of.local_bytes > 0) {
    std::size_t bytes = static_cast<std::size_t>(of.local_bytes * lanes_of_warp);
    local.reset(new unsigned char[bytes]);
    std::memset(local.get(), poison, bytes);
  }
}

Machine::Machine(const Kernel& kernel, const Launch& launch, const GlobalMemory& memory, const void* arguments,
                 std::size_t argument_bytes)
    : kernel_(kernel), launch_(launch), memory_(memory), random_(launch.seed) {
  auto require = [](bool holds, const std::string& what) {
    if (!holds) throw Error(what);
  };
  require(launch.threads >= lanes_of_warp && launch.threads % lanes_of_warp == 0 && launch.threads <= 1024,
          std::to_string(launch.threads) + " threads are no multiple of 32 up to 1024");
  require(kernel.threads_at_most == 0 || launch.threads <= kernel.threads_at_most,
          kernel.name + " is compiled for blocks of at most " + std::to_string(kernel.threads_at_most) + " threads");
  require(launch.cluster >= 1 && launch.cluster <= 16 && launch.grid[0] % launch.cluster == 0,
          "a grid of " + std::to_string(launch.grid[0]) + " blocks in clusters of " + std::to_string(launch.cluster));
  require(launch.grid[0] >= 1 && launch.grid[1] >= 1 && launch.grid[2] >= 1 && launch.grid[1] <= 65535 &&
              launch.grid[2] <= 65535,
          "a grid that no GPU starts");
  require(static_cast<int64_t>(launch.shared_bytes) + kernel.static_shared_bytes <= 227 << 10,
          "more shared memory than a block can have");
  require(static_cast<int64_t>(argument_bytes) == kernel.parameter_bytes,
          kernel.name + " takes " + std::to_string(kernel.parameter_bytes) + " bytes of arguments and is given " +
              std::to_string(argument_bytes));
  const unsigned char* begin = static_cast<const unsigned char*>(arguments);
  parameters_.assign(begin, begin + argument_bytes);
}

void Machine::run() {
  for (int z = 0; z < launch_.grid[2]; z++) {
    for (int y = 0; y < launch_.grid[1]; y++) {
      for (int x = 0; x < launch_.grid[0]; x += launch_.cluster) run_cluster(x, y, z);
    }
  }
}

void Machine::run_cluster(int first_x, int y, int z) {
  cluster_ = {};
  while (blocks_.size() < index(launch_.cluster)) blocks_.push_back(std::make_unique<Block>());
  alive_ = launch_.cluster * launch_.threads;
  for (int rank = 0; rank < launch_.cluster; rank++) start(*blocks_[index(rank)], rank, first_x + rank, y, z);
  schedule();
}

void Machine::start(Block& block, int rank, int x, int y, int z) {
  // Memory is kept from block to block, and nothing else.
  std::vector<unsigned char> storage = std::move(block.storage);
  std::vector<Word> words = std::move(block.words);
  std::vector<std::unique_ptr<Warp>> warps = std::move(block.warps);
  block = {};
  block.cluster = &cluster_;
  block.rank = rank;
  block.place[0] = x;
  block.place[1] = y;
  block.place[2] = z;
  cluster_.blocks.push_back(&block);
  block.shared_end = dynamic_begin(kernel_.static_shared_bytes) + static_cast<int64_t>(launch_.shared_bytes);
  std::size_t bytes = index((block.shared_end - shared_begin + 3) / 4 * 4);
  storage.assign(bytes + 128, poison);
  block.storage = std::move(storage);
  std::uintptr_t at = reinterpret_cast<std::uintptr_t>(block.storage.data());
  block.memory = block.storage.data() + (128 - at % 128) % 128;
  words.assign(bytes / 4, {});
  block.words = std::move(words);
  std::size_t threads = index(launch_.threads);
  block.arrivals.assign(threads, 0);
  block.waits.assign(threads, 0);
  block.fences.assign(threads, 0);
  block.clocks.assign(threads, 1);
  block.seen.assign(threads * lanes_of_warp, 0);
  block.thread_copies.assign(threads, {});
  block.groups.assign(threads, 0);
  for (int i = 0; i < launch_.threads / lanes_of_warp; i++) {
    warps.resize(std::max(warps.size(), index(i) + 1));
    std::unique_ptr<Warp> warp = std::make_unique<Warp>(*this, block, kernel_, i);
    set_specials(*warp);
    warps[index(i)] = std::move(warp);
  }
  block.warps = std::move(warps);
}

void Machine::set_specials(Warp& warp) {
  const Block& block = *warp.block;
  uint32_t* cells = reinterpret_cast<uint32_t*>(warp.registers.get());
  auto set = [&](Special special, auto value) {
    for (int lane = 0; lane < lanes_of_warp; lane++) {
      uint32_t* cell = cells + index(static_cast<int>(special) * lanes_of_warp + lane);
      if constexpr (std::is_invocable_v<decltype(value), int>) {
        *cell = static_cast<uint32_t>(value(lane));
      } else {
        *cell = static_cast<uint32_t>(value);
      }
    }
  };
  set(Special::tid_x, [&](int lane) { return warp.thread(lane); });
  set(Special::tid_y, 0);
  set(Special::tid_z, 0);
  set(Special::ntid_x, launch_.threads);
  set(Special::ntid_y, 1);
  set(Special::ntid_z, 1);
  set(Special::ctaid_x, block.place[0]);
  set(Special::ctaid_y, block.place[1]);
  set(Special::ctaid_z, block.place[2]);
  set(Special::nctaid_x, launch_.grid[0]);
  set(Special::nctaid_y, launch_.grid[1]);
  set(Special::nctaid_z, launch_.grid[2]);
  set(Special::laneid, [](int lane) { return lane; });
  set(Special::warpid, warp.index);
  set(Special::nwarpid, launch_.threads / lanes_of_warp);
  set(Special::cluster_ctarank, block.rank);
  set(Special::cluster_nctarank, launch_.cluster);
  set(Special::clusterid_x, block.place[0] / launch_.cluster);
  set(Special::nclusterid_x, launch_.grid[0] / launch_.cluster);
  set(Special::lanemask_eq, [](int lane) { return 1u << lane; });
  set(Special::lanemask_lt, [](int lane) { return (1u << lane) - 1; });
  set(Special::lanemask_le, [](int lane) { return (2u << lane) - 1; });
  set(Special::lanemask_gt, [](int lane) { return ~((2u << lane) - 1); });
  set(Special::lanemask_ge, [](int lane) { return ~((1u << lane) - 1); });
  set(Special::dynamic_smem_size, launch_.shared_bytes);
}

void Machine::schedule() {
  std::vector<Warp*> warps;
  for (Block* block : cluster_.blocks) {
    for (auto& warp : block->warps) warps.push_back(warp.get());
  }
  while (alive_ > 0) {
    if (launch_.seed != 0 && !under_way_.empty() && random_() % 4 == 0) deliver_one();
    std::size_t from = launch_.seed == 0 ? turn_ : random_() % warps.size();
    Warp* next = nullptr;
    for (std::size_t i = 0; i < warps.size() && next == nullptr; i++) {
      std::size_t at = (from + i) % warps.size();
      if (warps[at]->runnable()) {
        next = warps[at];
        turn_ = at + 1;
      }
    }
    if (next != nullptr) {
      run(*next, launch_.seed == 0 ? 20000 : static_cast<int64_t>(1 + random_() % 4000));
    } else if (!deliver_one()) {
      report_deadlock();
    }
    if (instructions_ > most_instructions) throw Error(kernel_.name + " does not come to an end");
  }
  under_way_.clear();
}

// Of lanes at different instructions those that are furthest behind go first, mostly, so that they meet again.
void Machine::run(Warp& warp, int64_t budget) {
  const Instruction* code = kernel_.code.data();
  while (budget > 0 && warp.runnable()) {
    uint32_t runnable = warp.alive & ~warp.waiting;
    uint32_t pc = UINT32_MAX;
    for_lanes(runnable, [&](int lane) { pc = std::min(pc, warp.pcs[lane]); });
    if (launch_.seed != 0 && random_() % 4 == 0) {
      std::size_t skip = random_() % static_cast<unsigned>(__builtin_popcount(runnable));
      uint32_t rest = runnable;
      while (skip-- > 0) rest &= rest - 1;
      pc = warp.pcs[__builtin_ctz(rest)];
    }
    uint32_t group = 0;
    uint32_t stop = UINT32_MAX;
    for_lanes(runnable, [&](int lane) {
      if (warp.pcs[lane] == pc) {
        group |= 1u << lane;
      } else if (warp.pcs[lane] > pc) {
        stop = std::min(stop, warp.pcs[lane]);
      }
    });
    bool alone = group == runnable;
    auto go_on_at = [&](uint32_t lanes, uint32_t at) { for_lanes(lanes, [&](int lane) { warp.pcs[lane] = at; }); };
    for (bool together = true; together;) {
      const Instruction& instruction = code[pc];
      uint32_t active = group;
      if (instruction.guarded) {
        uint32_t bits = warp.predicate(instruction.guard);
        active &= instruction.guard_negated ? ~bits : bits;
      }
      budget--;
      now_++;
      warp.pc = pc;
      if (instruction.branches) {
        together = alone && budget > 0 && (active == group || active == 0);
        go_on_at(group & ~active, pc + 1);
        go_on_at(active, instruction.target);
        pc = active != 0 ? instruction.target : pc + 1;
      } else if (instruction.control) {
        go_on_at(group, pc + 1);
        if (active != 0) instruction.run(warp, instruction, active);
        together = false;
      } else {
        if (active != 0) instruction.run(warp, instruction, active);
        pc++;
        if (pc == stop || budget <= 0) {
          go_on_at(group, pc);
          together = false;
        }
      }
      instructions_++;
    }
  }
}

void Machine::fail(const Warp& warp, int lane, const std::string& what) const {
  const Block& block = *warp.block;
  std::ostringstream message;
  message << "thread " << warp.thread(lane) << " of block " << block.place[0];
  if (launch_.grid[1] * launch_.grid[2] > 1) message << ", " << block.place[1] << ", " << block.place[2];
  message << ": " << what << ". " << kernel_.where(warp.pc);
  throw Error(message.str());
}

void Machine::report_deadlock() const {
  constexpr const char* kinds[] = {"", "at an instruction of their warp", "at a barrier of the block",
                                   "at a barrier of the cluster", "for bytes or arrivals that do not come"};
  std::ostringstream where;
  for (int kind = 1; kind < 5; kind++) {
    int count = 0;
    std::string example;
    for (const Block* block : cluster_.blocks) {
      for (const auto& warp : block->warps) {
        for_lanes(warp->waiting & warp->alive, [&](int lane) {
          if (warp->waits[lane] != static_cast<Wait>(kind) || count++ > 0) return;
          example = "thread " + std::to_string(warp->thread(lane)) + " of block " + std::to_string(block->place[0]) +
                    " at " + kernel_.where(warp->pcs[lane]);
        });
      }
    }
    if (count > 0) where << "; " << count << " " << kinds[kind] << ", among them " << example;
  }
  throw Error("deadlock: " + std::to_string(alive_) + " threads wait" + where.str());
}

void launch(const Kernel& kernel, const Launch& shape, const GlobalMemory& memory, const void* arguments,
            std::size_t argument_bytes) {
  Machine(kernel, shape, memory, arguments, argument_bytes).run();
}

}  // namespace weft::test::ptx
