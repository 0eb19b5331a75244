// 32 threads that execute together as long as they are at the same instruction: their registers, and where each of them
// is. A register holds a value for each lane, side by side; a predicate is one word with a bit a lane.
#pragma once

#include <cstring>
#include <memory>
#include <type_traits>

#include "ptx/program.h"

namespace weft::test::ptx {

class Machine;
struct Block;

constexpr int lanes_of_warp = 32;
constexpr uint32_t all_lanes = 0xffffffffu;

// What a register holds for a lane: values of less than 4 bytes lie in the low bytes of 4.
template <typename T>
using Cell = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;

template <typename T>
T from_cell(Cell<T> cell) {
  T value;
  std::memcpy(&value, &cell, sizeof(T));
  return value;
}

template <typename T>
Cell<T> to_cell(T value) {
  Cell<T> cell = 0;
  std::memcpy(&cell, &value, sizeof(T));
  return cell;
}

enum class Wait : uint8_t { none, warp, block, cluster, fetch };

class Warp {
 public:
  Warp(Machine& machine, Block& block, const Kernel& kernel, int index);

  template <typename T>
  const Cell<T>* in(const Operand& operand) const {
    const unsigned char* base = operand.constant ? kernel->constants.data() : registers.get();
    return reinterpret_cast<const Cell<T>*>(base + operand.at);
  }

  template <typename T>
  Cell<T>* out(const Operand& operand) {
    return reinterpret_cast<Cell<T>*>(registers.get() + operand.at);
  }

  uint32_t predicate(const Operand& operand) const { return *in<uint32_t>(operand); }

  void set_predicate(const Operand& operand, uint32_t mask, uint32_t bits) {
    uint32_t& word = *out<uint32_t>(operand);
    word = (word & ~mask) | (bits & mask);
  }

  // A lane's value as 8 bytes, whatever the width of its register.
  uint64_t value(const Operand& operand, int lane) const {
    return operand.bytes == 8 ? in<uint64_t>(operand)[lane] : in<uint32_t>(operand)[lane];
  }

  void set_value(const Operand& operand, int lane, uint64_t value) {
    if (operand.bytes == 8) {
      out<uint64_t>(operand)[lane] = value;
    } else {
      out<uint32_t>(operand)[lane] = static_cast<uint32_t>(operand.bytes == 2 ? value & 0xffff : value);
    }
  }

  // Number of a lane's thread within its block.
  int thread(int lane) const { return index * lanes_of_warp + lane; }

  bool runnable() const { return (alive & ~waiting) != 0; }

  // Makes lanes wait at the instruction they are at; woken, they execute what follows, or it once more.
  void wait(uint32_t lanes, Wait kind) {
    waiting |= lanes;
    for (int lane = 0; lane < lanes_of_warp; lane++) {
      if ((lanes >> lane & 1) != 0) waits[lane] = kind;
    }
  }

  void wake(uint32_t lanes) {
    waiting &= ~lanes;
    for (int lane = 0; lane < lanes_of_warp; lane++) {
      if ((lanes >> lane & 1) != 0) waits[lane] = Wait::none;
    }
  }

  Machine* machine;
  Block* block;
  const Kernel* kernel;
  int index;
  std::unique_ptr<unsigned char[]> registers;
  std::unique_ptr<unsigned char[]> local;  // of each lane, one after the other
  uint32_t pcs[lanes_of_warp] = {};
  uint32_t alive = all_lanes;
  uint32_t waiting = 0;
  Wait waits[lanes_of_warp] = {};
  uint32_t met_mask[lanes_of_warp] = {};  // with whom a lane wants to meet
  uint32_t pc = 0;                        // of the group that executes
};

// Calls body(lane) for the lanes of a mask; the loop over all of them is one that a compiler can vectorise.
template <typename Body>
inline void for_lanes(uint32_t mask, const Body& body) {
  if (mask == all_lanes) {
    for (int lane = 0; lane < lanes_of_warp; lane++) body(lane);
  } else {
    for (; mask != 0; mask &= mask - 1) body(__builtin_ctz(mask));
  }
}

}  // namespace weft::test::ptx
