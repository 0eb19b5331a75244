// Values from register to register, packed and unpacked, and addresses from space to space.
#include "ptx/bind.h"
#include "ptx/machine.h"
#include "ptx/spaces.h"

namespace weft::test::ptx {
namespace {

template <typename T>
T same(T value) {
  return value;
}

void unpack(Warp& warp, const Instruction& instruction, uint32_t mask) {
  int parts = instruction.elements;
  int bits = 8 * bytes_of(instruction.type) / parts;
  for_lanes(mask, [&](int lane) {
    uint64_t value = warp.value(instruction.operands[static_cast<std::size_t>(parts)], lane);
    for (int i = 0; i < parts; i++) {
      const Operand& to = instruction.operands[static_cast<std::size_t>(i)];
      if (!to.ignored) warp.set_value(to, lane, value >> (bits * i));
    }
  });
}

void pack(Warp& warp, const Instruction& instruction, uint32_t mask) {
  int parts = instruction.elements;
  int bits = 8 * bytes_of(instruction.type) / parts;
  for_lanes(mask, [&](int lane) {
    uint64_t value = 0;
    for (int i = parts; i-- > 0;) {
      uint64_t part = warp.value(instruction.operands[static_cast<std::size_t>(i) + 1], lane);
      value = value << bits | (part & ((uint64_t{1} << bits) - 1));
    }
    warp.set_value(instruction.operands[0], lane, value);
  });
}

void add_packing(Table& table, Type type, const std::string& name, uint8_t parts) {
  uint8_t bytes = static_cast<uint8_t>(bytes_of(type));
  Binding binding;
  binding.type = type;
  binding.elements = parts;
  binding.run = unpack;
  binding.parameters.assign(parts, {Role::ignorable_out, static_cast<uint8_t>(bytes / parts)});
  binding.parameters.push_back({Role::in, bytes});
  table.add("mov." + name + ".unpack" + std::to_string(parts), binding);
  binding.run = pack;
  binding.parameters.assign(parts + std::size_t{1}, {Role::in, static_cast<uint8_t>(bytes / parts)});
  binding.parameters[0] = {Role::out, bytes};
  table.add("mov." + name + ".pack" + std::to_string(parts), binding);
}

uint64_t window(Space space) {
  if (space == Space::shared || space == Space::cluster) return shared_window;
  if (space == Space::local) return local_window;
  return space == Space::parameter ? parameter_window : 0;
}

void to_generic(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    uint64_t address = warp.value(instruction.operands[1], lane);
    warp.set_value(instruction.operands[0], lane, address | window(instruction.space));
  });
}

void from_generic(Warp& warp, const Instruction& instruction, uint32_t mask) {
  uint64_t expected = window(instruction.space);
  for_lanes(mask, [&](int lane) {
    uint64_t address = warp.value(instruction.operands[1], lane);
    // A null pointer may pass, as long as nobody follows it.
    if (address != 0 && (expected != 0 ? window_of(address) != expected : window_of(address) >= shared_window)) {
      warp.machine->fail(warp, lane, "an address of another space");
    }
    warp.set_value(instruction.operands[0], lane, address & ~expected);
  });
}

void is_in_space(Warp& warp, const Instruction& instruction, uint32_t mask) {
  uint64_t expected = window(instruction.space);
  uint32_t bits = 0;
  for_lanes(mask, [&](int lane) {
    uint64_t address = warp.value(instruction.operands[1], lane);
    bool holds = expected != 0 ? window_of(address) == expected : window_of(address) < shared_window;
    bits |= static_cast<uint32_t>(holds) << lane;
  });
  warp.set_predicate(instruction.operands[0], mask, bits);
}

void add_space(Table& table, const std::string& name, Space space) {
  Binding binding;
  binding.space = space;
  for (uint8_t bytes : {uint8_t{4}, uint8_t{8}}) {
    std::string type = bytes == 4 ? ".u32" : ".u64";
    binding.parameters = std::vector<Parameter>{{Role::out, bytes}, {Role::in, bytes}};
    binding.run = to_generic;
    table.add("cvta." + name + type, binding);
    binding.run = from_generic;
    table.add("cvta.to." + name + type, binding);
  }
  binding.parameters = std::vector<Parameter>{{Role::out, 0}, {Role::in, 8}};
  binding.run = is_in_space;
  table.add("isspacep." + name, binding);
}

}  // namespace

void add_moves(Table& table) {
  for (const char* kind : {"b", "s", "u", "f"}) {
    table.add<same<uint16_t>>(std::string("mov.") + kind + "16");
    table.add<same<uint32_t>>(std::string("mov.") + kind + "32");
    table.add<same<uint64_t>>(std::string("mov.") + kind + "64");
  }
  table.add<same<bool>>("mov.pred");
  add_packing(table, Type::b32, "b32", 2);
  add_packing(table, Type::b64, "b64", 2);
  add_packing(table, Type::b64, "b64", 4);
  add_space(table, "global", Space::global);
  add_space(table, "shared", Space::shared);
  add_space(table, "local", Space::local);
  add_space(table, "param", Space::parameter);
}

}  // namespace weft::test::ptx
