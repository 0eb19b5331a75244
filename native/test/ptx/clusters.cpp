// Clusters, mbarriers and copies that run on their own: as instructions. What they do is in meetings.cpp and
// fetches.cpp.
#include "ptx/bind.h"
#include "ptx/machine.h"

namespace weft::test::ptx {
namespace {

uint64_t address_of(const Warp& warp, const Instruction& instruction, std::size_t i, int lane) {
  return warp.value(instruction.operands[i], lane) + static_cast<uint64_t>(instruction.offset);
}

// The same place in the memory of the block of that rank.
void map_address(Warp& warp, const Instruction& instruction, uint32_t mask) {
  bool generic = instruction.space == Space::generic;
  for_lanes(mask, [&](int lane) {
    uint64_t address = warp.value(instruction.operands[1], lane);
    uint64_t rank = warp.value(instruction.operands[2], lane);
    if (window_of(address) != (generic ? shared_window : 0)) {
      warp.machine->fail(warp, lane, "mapa of what is no address of shared memory");
    }
    if (rank >= static_cast<uint64_t>(warp.machine->shape().cluster)) {
      warp.machine->fail(warp, lane,
                         "mapa to block " + std::to_string(static_cast<int64_t>(rank)) + " of a cluster of " +
                             std::to_string(warp.machine->shape().cluster));
    }
    uint64_t mapped = (address & offset_mask) | (rank + 1) << rank_shift;
    warp.set_value(instruction.operands[0], lane, mapped | window_of(address));
  });
}

void rank_of_address(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    uint64_t address = warp.value(instruction.operands[1], lane) & ~shared_window;
    uint64_t rank = address >> rank_shift;
    warp.set_value(instruction.operands[0], lane, rank == 0 ? static_cast<uint64_t>(warp.block->rank) : rank - 1);
  });
}

enum Aligned : uint8_t { apart, aligned };

// The aligned forms are executed by a whole warp at once.
uint32_t together(Warp& warp, const Instruction& instruction, uint32_t mask) {
  return instruction.detail == aligned ? warp.machine->meet(warp, mask, warp.alive) : mask;
}

void arrive_at_cluster(Warp& warp, const Instruction& instruction, uint32_t mask) {
  uint32_t lanes = together(warp, instruction, mask);
  if (lanes != 0) warp.machine->cluster_arrive(warp, lanes);
}

void wait_for_cluster(Warp& warp, const Instruction& instruction, uint32_t mask) {
  uint32_t lanes = together(warp, instruction, mask);
  if (lanes != 0) warp.machine->cluster_wait(warp, lanes);
}

void begin_mbarrier(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    warp.machine->begin_mbarrier(warp, lane, address_of(warp, instruction, 0, lane),
                                 static_cast<uint32_t>(warp.value(instruction.operands[1], lane)));
  });
}

enum Arrival : uint8_t { once, counted, with_bytes, only_bytes };

void arrive(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    std::size_t address = instruction.detail == only_bytes ? 0 : 1;
    uint64_t value = instruction.detail == once ? 1 : warp.value(instruction.operands[address + 1], lane);
    bool bytes = instruction.detail == with_bytes || instruction.detail == only_bytes;
    uint32_t arrivals = instruction.detail == only_bytes ? 0 : bytes ? 1 : static_cast<uint32_t>(value);
    warp.machine->arrive(warp, lane, address_of(warp, instruction, address, lane), arrivals,
                         bytes ? int64_t{static_cast<int32_t>(value)} : 0);
  });
}

enum Waiting : uint8_t { asks, waits };

// try_wait may wait and may give up before the time; here it waits, and goes on with the phase.
void wait_for_mbarrier(Warp& warp, const Instruction& instruction, uint32_t mask) {
  uint32_t done = 0;
  for_lanes(mask, [&](int lane) {
    bool ended = warp.machine->test(warp, lane, address_of(warp, instruction, 1, lane),
                                    static_cast<uint32_t>(warp.value(instruction.operands[2], lane)));
    done |= static_cast<uint32_t>(ended) << lane;
  });
  uint32_t stay = instruction.detail == waits ? mask & ~done : 0;
  warp.set_predicate(instruction.operands[0], mask & ~stay, done);
  for_lanes(stay, [&](int lane) { warp.pcs[lane] = warp.pc; });
  warp.wait(stay, Wait::fetch);
}

void copy_bulk(Warp& warp, const Instruction& instruction, uint32_t mask) {
  const auto& operands = instruction.operands;
  for_lanes(mask, [&](int lane) {
    warp.machine->begin_copy(warp, lane, warp.value(operands[0], lane), warp.value(operands[1], lane),
                             int64_t{static_cast<int32_t>(warp.value(operands[2], lane))},
                             warp.value(operands[3], lane));
  });
}

void fence_proxy(Warp& warp, const Instruction&, uint32_t mask) {
  for_lanes(mask,
            [&](int lane) { warp.block->fences[static_cast<std::size_t>(warp.thread(lane))] = warp.machine->now(); });
}

void copy_by_thread(Warp& warp, const Instruction& instruction, uint32_t mask) {
  const auto& operands = instruction.operands;
  for_lanes(mask, [&](int lane) {
    int64_t bytes = static_cast<int64_t>(warp.value(operands[2], lane));
    int64_t read = operands[3].ignored ? bytes : static_cast<int64_t>(warp.value(operands[3], lane));
    bool known = bytes == 16 || (instruction.detail == 0 && (bytes == 4 || bytes == 8));
    if (!known || read < 0 || read > bytes) {
      warp.machine->fail(warp, lane, "cp.async of " + std::to_string(bytes) + " bytes");
    }
    warp.machine->begin_thread_copy(warp, lane, warp.value(operands[0], lane), warp.value(operands[1], lane), bytes,
                                    read);
  });
}

void commit_group(Warp& warp, const Instruction&, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    std::size_t thread = static_cast<std::size_t>(warp.thread(lane));
    uint32_t group = warp.block->groups[thread]++;
    for (ThreadCopy& copy : warp.block->thread_copies[thread]) {
      if (copy.committed) continue;
      copy.committed = true;
      copy.group = group;
    }
  });
}

void wait_for_groups(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    uint32_t left = static_cast<uint32_t>(warp.value(instruction.operands[0], lane));
    warp.machine->finish_thread_copies(warp, lane, left, false);
  });
}

void wait_for_all(Warp& warp, const Instruction&, uint32_t mask) {
  for_lanes(mask, [&](int lane) { warp.machine->finish_thread_copies(warp, lane, 0, true); });
}

Binding made(Handler run, std::vector<Parameter> parameters, uint8_t detail = 0, bool control = false) {
  Binding binding;
  binding.run = run;
  binding.parameters = std::move(parameters);
  binding.detail = detail;
  binding.control = control;
  return binding;
}

constexpr Parameter word_in{Role::in, 4};
constexpr Parameter address_in{Role::address, 8};

void add_mbarriers(Table& table) {
  constexpr Parameter state{Role::ignorable_out, 8};
  for (std::string shared : {".shared::cta.b64", ".shared.b64", ".b64"}) {
    table.add("mbarrier.init" + shared, made(begin_mbarrier, {address_in, word_in}));
    // Arrivals wake others, which may be of this warp.
    table.add("mbarrier.arrive" + shared, made(arrive, {state, address_in}, once, true));
    table.add("mbarrier.arrive" + shared + "/3", made(arrive, {state, address_in, word_in}, counted, true));
    table.add("mbarrier.arrive.expect_tx" + shared, made(arrive, {state, address_in, word_in}, with_bytes, true));
    for (std::string sem : {"", ".acquire.cta"}) {
      std::vector<Parameter> wait = {{Role::out, 0}, address_in, word_in};
      table.add("mbarrier.try_wait.parity" + sem + shared, made(wait_for_mbarrier, wait, waits, true));
      table.add("mbarrier.test_wait.parity" + sem + shared, made(wait_for_mbarrier, wait, asks, true));
    }
  }
  for (std::string shared : {".shared::cta.b64", ".shared::cluster.b64"}) {
    table.add("mbarrier.expect_tx.relaxed.cta" + shared, made(arrive, {address_in, word_in}, only_bytes, true));
  }
}

void add_copies(Table& table) {
  for (const char* to : {"shared::cluster", "shared::cta"}) {
    table.add(std::string("cp.async.bulk.") + to + ".global.mbarrier::complete_tx::bytes",
              made(copy_bulk, {address_in, address_in, word_in, address_in}));
  }
  for (const char* to : {"shared", "shared::cta"}) {
    for (uint8_t whole : {uint8_t{0}, uint8_t{1}}) {
      std::string name = std::string(whole != 0 ? "cp.async.cg." : "cp.async.ca.") + to + ".global";
      table.add(name, made(copy_by_thread, {address_in, address_in, word_in}, whole));
      table.add(name + "/4", made(copy_by_thread, {address_in, address_in, word_in, word_in}, whole));
    }
  }
  table.add("cp.async.commit_group", made(commit_group, {}));
  table.add("cp.async.wait_group", made(wait_for_groups, {word_in}));
  table.add("cp.async.wait_all", made(wait_for_all, {}));
  for (const char* fence :
       {"fence.proxy.async", "fence.proxy.async.shared::cta", "fence.mbarrier_init.release.cluster"}) {
    table.add(fence, made(fence_proxy, {}));
  }
}

}  // namespace

void add_clusters(Table& table) {
  for (uint8_t bytes : {uint8_t{4}, uint8_t{8}}) {
    std::string type = bytes == 4 ? ".u32" : ".u64";
    Binding map = made(map_address, {{Role::out, bytes}, {Role::in, bytes}, word_in});
    table.add("mapa" + type, map);
    Binding rank = made(rank_of_address, {{Role::out, 4}, {Role::in, bytes}});
    table.add("getctarank" + type, rank);
    map.space = Space::cluster;
    table.add("mapa.shared::cluster" + type, map);
    table.add("getctarank.shared::cluster" + type, rank);
  }
  for (bool whole : {false, true}) {
    uint8_t detail = whole ? aligned : apart;
    std::string suffix = whole ? ".aligned" : "";
    for (const char* order : {"", ".release"}) {
      table.add(std::string("barrier.cluster.arrive") + order + suffix, made(arrive_at_cluster, {}, detail, true));
    }
    for (const char* order : {"", ".acquire"}) {
      table.add(std::string("barrier.cluster.wait") + order + suffix, made(wait_for_cluster, {}, detail, true));
    }
  }
  add_mbarriers(table);
  add_copies(table);
}

}  // namespace weft::test::ptx
