// Which function executes an opcode, and what operands it takes. Most instructions are functions of their operands'
// values, one lane at a time: `table.add<sum<int32_t>>("add.s32")` makes a handler of such a function, whose types say
// what the operands are. A bool is a predicate.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ptx/warp.h"

namespace weft::test::ptx {

struct Parameter {
  Role role;
  uint8_t bytes;     // of the register; 0: a predicate
  bool any = false;  // a wider register may stand in
};

struct Binding {
  Handler run = nullptr;
  std::vector<Parameter> parameters;
  bool branches = false;
  bool ends = false;
  bool control = false;
  Space space = Space::generic;
  Type type = Type::none;
  uint8_t elements = 1;
  uint8_t detail = 0;
  bool ignores_first = false;   // of its operands the first, a result, is not written
  bool ignores_second = false;  // and the second
};

template <typename T>
constexpr uint8_t register_bytes = std::is_same_v<T, bool> ? 0 : static_cast<uint8_t>(sizeof(T) == 1 ? 2 : sizeof(T));

template <typename T>
T lane_value(const Warp& warp, const Operand& operand, int lane) {
  if constexpr (std::is_same_v<T, bool>) {
    return (warp.predicate(operand) >> lane & 1) != 0;
  } else {
    return from_cell<T>(warp.in<T>(operand)[lane]);
  }
}

template <auto function>
struct Lanewise;

template <typename D, typename... S, D (*function)(S...)>
struct Lanewise<function> {
  static void run(Warp& warp, const Instruction& instruction, uint32_t mask) {
    apply(warp, instruction, mask, std::index_sequence_for<S...>());
  }

  template <std::size_t... i>
  static void apply(Warp& warp, const Instruction& instruction, uint32_t mask, std::index_sequence<i...>) {
    const auto& operands = instruction.operands;
    if constexpr (std::is_same_v<D, bool>) {
      uint32_t bits = 0;
      for_lanes(mask, [&](int lane) {
        bool holds = function(lane_value<S>(warp, operands[i + 1], lane)...);
        bits |= static_cast<uint32_t>(holds) << lane;
      });
      warp.set_predicate(operands[0], mask, bits);
    } else {
      Cell<D>* to = warp.out<D>(operands[0]);
      for_lanes(mask,
                [&](int lane) { to[lane] = to_cell<D>(function(lane_value<S>(warp, operands[i + 1], lane)...)); });
    }
  }

  static Binding binding() {
    Binding binding;
    binding.run = run;
    binding.parameters = std::vector<Parameter>{{Role::out, register_bytes<D>}, {Role::in, register_bytes<S>}...};
    return binding;
  }
};

// Opcodes by their whole text.
class Table {
 public:
  template <auto function>
  void add(const std::string& opcode) {
    bindings_[opcode] = Lanewise<function>::binding();
  }
  void add(const std::string& opcode, Binding binding) { bindings_[opcode] = std::move(binding); }
  const Binding* find(const std::string& opcode) const {
    auto found = bindings_.find(opcode);
    return found == bindings_.end() ? nullptr : &found->second;
  }

 private:
  std::unordered_map<std::string, Binding> bindings_;
};

// The families, each in a file of its name.
void add_integers(Table& table);
void add_bits(Table& table);
void add_floats(Table& table);
void add_comparisons(Table& table);
void add_conversions(Table& table);
void add_moves(Table& table);
void add_barriers(Table& table);
void add_clusters(Table& table);

// Opcodes with too many modifiers to list them. False for what is none of theirs.
bool bind_access(const std::vector<std::string>& words, Binding& binding);

// What an instruction with this many operands is; an Error that does not say where, for what is not known. Of opcodes
// that have several forms, the table has "opcode/operands"; "opcode|" where the first operand is a pair.
Binding bind(const std::string& opcode, std::size_t operands);

}  // namespace weft::test::ptx
