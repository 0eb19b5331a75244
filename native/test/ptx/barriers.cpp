// What makes threads wait, jump and end, and what a warp's threads do together.
#include <algorithm>

#include "ptx/bind.h"
#include "ptx/machine.h"

namespace weft::test::ptx {
namespace {

uint32_t cell(const Warp& warp, const Operand& operand, int lane) { return warp.in<uint32_t>(operand)[lane]; }

// Lanes of `mask` meet those that operand `i` names, the same for all.
uint32_t met(Warp& warp, const Instruction& instruction, uint32_t mask, std::size_t i) {
  uint32_t wanted = cell(warp, instruction.operands[i], __builtin_ctz(mask));
  for_lanes(mask, [&](int lane) {
    if (cell(warp, instruction.operands[i], lane) != wanted) {
      warp.machine->fail(warp, lane, "lanes that want to meet different ones");
    }
  });
  return warp.machine->meet(warp, mask, wanted);
}

void do_nothing(Warp&, const Instruction&, uint32_t) {}
void wait_for_previous(Warp& warp, const Instruction&, uint32_t) { warp.block->waited = true; }
void end(Warp& warp, const Instruction&, uint32_t mask) { warp.machine->end(warp, mask); }
void trap(Warp& warp, const Instruction&, uint32_t mask) { warp.machine->fail(warp, __builtin_ctz(mask), "a trap"); }

// Of all threads: the barrier's number is 0, and a count is theirs.
void block_barrier(Warp& warp, const Instruction& instruction, uint32_t mask) {
  int first = __builtin_ctz(mask);
  if (cell(warp, instruction.operands[0], first) != 0) warp.machine->fail(warp, first, "a barrier other than 0");
  const Operand& count = instruction.operands[1];
  if (!count.ignored && static_cast<int>(cell(warp, count, first)) != warp.machine->shape().threads) {
    warp.machine->fail(warp, first, "a barrier of some of the block's threads");
  }
  if (warp.machine->meet(warp, mask, warp.alive) != 0) warp.machine->block_barrier(warp);
}

void warp_barrier(Warp& warp, const Instruction& instruction, uint32_t mask) {
  uint32_t lanes = met(warp, instruction, mask, 0);
  if (lanes != 0) warp.machine->warp_barrier(warp, lanes);
}

enum Shuffle : uint8_t { up, down, butterfly, indexed };

void shuffle(Warp& warp, const Instruction& instruction, uint32_t mask) {
  const auto& operands = instruction.operands;
  uint32_t lanes = met(warp, instruction, mask, 5);
  if (lanes == 0) return;
  uint32_t values[lanes_of_warp];
  std::copy_n(warp.in<uint32_t>(operands[2]), lanes_of_warp, values);
  uint32_t results[lanes_of_warp] = {};
  uint32_t found = 0;
  for_lanes(lanes, [&](int lane) {
    int by = static_cast<int>(cell(warp, operands[3], lane) & 31);
    uint32_t bounds = cell(warp, operands[4], lane);
    int segment = static_cast<int>(bounds >> 8 & 31);
    int last = (lane & segment) | (static_cast<int>(bounds & 31) & ~segment);
    int from = lane;
    bool inside = false;
    switch (instruction.detail) {
      case up:
        from = lane - by;
        inside = from >= last;
        break;
      case down:
        from = lane + by;
        inside = from <= last;
        break;
      case butterfly:
        from = lane ^ by;
        inside = from <= last;
        break;
      default:
        from = (lane & segment) | (by & ~segment);
        inside = from <= last;
    }
    if (!inside) from = lane;
    if ((lanes >> from & 1) == 0) warp.machine->fail(warp, lane, "a shuffle from a lane that takes no part");
    found |= static_cast<uint32_t>(inside) << lane;
    results[lane] = values[from];
  });
  uint32_t* to = warp.out<uint32_t>(operands[0]);
  for_lanes(lanes, [&](int lane) { to[lane] = results[lane]; });
  if (!operands[1].ignored) warp.set_predicate(operands[1], lanes, found);
}

enum Vote : uint8_t { all, any, uniform, ballot };

void vote(Warp& warp, const Instruction& instruction, uint32_t mask) {
  uint32_t lanes = met(warp, instruction, mask, 2);
  if (lanes == 0) return;
  uint32_t bits = warp.predicate(instruction.operands[1]) & lanes;
  if (instruction.detail == ballot) {
    for_lanes(lanes, [&](int lane) { warp.set_value(instruction.operands[0], lane, bits); });
    return;
  }
  bool holds = instruction.detail == all   ? bits == lanes
               : instruction.detail == any ? bits != 0
                                           : bits == lanes || bits == 0;
  warp.set_predicate(instruction.operands[0], lanes, holds ? all_lanes : 0);
}

template <typename T, typename F>
void reduce(Warp& warp, const Instruction& instruction, uint32_t mask, const F& function) {
  uint32_t lanes = met(warp, instruction, mask, 2);
  if (lanes == 0) return;
  const uint32_t* from = warp.in<uint32_t>(instruction.operands[1]);
  T result = from_cell<T>(from[__builtin_ctz(lanes)]);
  for_lanes(lanes & (lanes - 1), [&](int lane) { result = function(result, from_cell<T>(from[lane])); });
  for_lanes(lanes, [&](int lane) { warp.set_value(instruction.operands[0], lane, to_cell<T>(result)); });
}

template <typename T>
void reduce_sum(Warp& warp, const Instruction& instruction, uint32_t mask) {
  reduce<uint32_t>(warp, instruction, mask, [](uint32_t a, uint32_t b) { return a + b; });
}
template <typename T>
void reduce_smallest(Warp& warp, const Instruction& instruction, uint32_t mask) {
  reduce<T>(warp, instruction, mask, [](T a, T b) { return std::min(a, b); });
}
template <typename T>
void reduce_largest(Warp& warp, const Instruction& instruction, uint32_t mask) {
  reduce<T>(warp, instruction, mask, [](T a, T b) { return std::max(a, b); });
}

void active(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) { warp.set_value(instruction.operands[0], lane, mask); });
}

Binding control(Handler run, std::vector<Parameter> parameters, uint8_t detail = 0) {
  Binding binding;
  binding.run = run;
  binding.parameters = std::move(parameters);
  binding.control = true;
  binding.detail = detail;
  return binding;
}

constexpr Parameter word_in{Role::in, 4};
constexpr Parameter word_out{Role::out, 4};
constexpr Parameter predicate_in{Role::in, 0};
constexpr Parameter predicate_out{Role::out, 0};

void add_jumps(Table& table) {
  Binding branch;
  branch.branches = true;
  branch.parameters = {{Role::in, 0}};
  table.add("bra", branch);
  // Lanes that are told to stay together may still take turns.
  table.add("bra.uni", branch);
  Binding last = control(end, {});
  last.ends = true;
  table.add("ret", last);
  table.add("ret.uni", last);
  table.add("exit", last);
  table.add("trap", control(trap, {}));
}

}  // namespace

void add_barriers(Table& table) {
  add_jumps(table);
  for (const char* name : {"bar.sync", "barrier.sync", "barrier.sync.aligned", "bar.cta.sync", "barrier.cta.sync"}) {
    table.add(name, control(block_barrier, {word_in}));
    table.add(std::string(name) + "/2", control(block_barrier, {word_in, word_in}));
  }
  table.add("bar.warp.sync", control(warp_barrier, {word_in}));
  constexpr const char* shuffles[] = {"up", "down", "bfly", "idx"};
  for (uint8_t how = up; how <= indexed; how++) {
    std::string name = std::string("shfl.sync.") + shuffles[how] + ".b32";
    Parameter second{Role::ignorable_out, 0};
    table.add(name + "|", control(shuffle, {word_out, second, word_in, word_in, word_in, word_in}, how));
    Binding without = control(shuffle, {word_out, second, word_in, word_in, word_in, word_in}, how);
    without.ignores_second = true;
    table.add(name, without);
  }
  table.add("vote.sync.all.pred", control(vote, {predicate_out, predicate_in, word_in}, all));
  table.add("vote.sync.any.pred", control(vote, {predicate_out, predicate_in, word_in}, any));
  table.add("vote.sync.uni.pred", control(vote, {predicate_out, predicate_in, word_in}, uniform));
  table.add("vote.sync.ballot.b32", control(vote, {word_out, predicate_in, word_in}, ballot));
  std::vector<Parameter> reduction = {word_out, word_in, word_in};
  table.add("redux.sync.add.s32", control(reduce_sum<int32_t>, reduction));
  table.add("redux.sync.add.u32", control(reduce_sum<uint32_t>, reduction));
  table.add("redux.sync.min.s32", control(reduce_smallest<int32_t>, reduction));
  table.add("redux.sync.min.u32", control(reduce_smallest<uint32_t>, reduction));
  table.add("redux.sync.max.s32", control(reduce_largest<int32_t>, reduction));
  table.add("redux.sync.max.u32", control(reduce_largest<uint32_t>, reduction));
  table.add("activemask.b32", control(active, {word_out}));
  // Threads see each other's writes at once here; what orders them for the checks is barriers alone.
  for (const char* name :
       {"membar.cta", "membar.gl", "membar.sys", "fence.acq_rel.cta", "fence.acq_rel.gpu", "fence.acq_rel.sys",
        "fence.acq_rel.cluster", "fence.sc.cta", "fence.sc.gpu", "fence.sc.sys", "fence.sc.cluster"}) {
    Binding fence;
    fence.run = do_nothing;
    table.add(name, fence);
  }
  // Gives way to others.
  table.add("nanosleep.u32", control(do_nothing, {word_in}));
  // Kernels follow one another here, and may overlap on a GPU.
  table.add("griddepcontrol.wait", control(wait_for_previous, {}));
  table.add("griddepcontrol.launch_dependents", control(do_nothing, {}));
}

}  // namespace weft::test::ptx
