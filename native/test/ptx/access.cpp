// Loads, stores and atomic operations.
#include <algorithm>

#include "ptx/bind.h"
#include "ptx/machine.h"

namespace weft::test::ptx {
namespace {

enum Detail : uint8_t { plain, atomic };
enum Operation : uint8_t { add, minimum, maximum, conjunction, disjunction, exclusive, exchange, compare, count_up };

uint64_t address_of(const Warp& warp, const Instruction& instruction, const Operand& operand, int lane) {
  return warp.value(operand, lane) + static_cast<uint64_t>(instruction.offset);
}

// Types without a sign fill wider registers with zeros.
uint64_t widened(Type type, uint64_t bits) {
  switch (type) {
    case Type::s8:
      return static_cast<uint64_t>(int64_t{static_cast<int8_t>(bits)});
    case Type::s16:
      return static_cast<uint64_t>(int64_t{static_cast<int16_t>(bits)});
    case Type::s32:
      return static_cast<uint64_t>(int64_t{static_cast<int32_t>(bits)});
    default:
      return bits;
  }
}

void load(Warp& warp, const Instruction& instruction, uint32_t mask) {
  std::size_t elements = instruction.elements;
  std::size_t bytes = static_cast<std::size_t>(bytes_of(instruction.type));
  Touch touch = instruction.detail == atomic ? Touch::atomic_read : Touch::read;
  for_lanes(mask, [&](int lane) {
    uint64_t address = address_of(warp, instruction, instruction.operands[elements], lane);
    const unsigned char* from =
        warp.machine->reach(warp, lane, instruction.space, address, static_cast<int64_t>(elements * bytes), touch);
    for (std::size_t i = 0; i < elements; i++) {
      if (instruction.operands[i].ignored) continue;
      uint64_t bits = 0;
      std::memcpy(&bits, from + i * bytes, bytes);
      warp.set_value(instruction.operands[i], lane, widened(instruction.type, bits));
    }
  });
}

void store(Warp& warp, const Instruction& instruction, uint32_t mask) {
  std::size_t elements = instruction.elements;
  std::size_t bytes = static_cast<std::size_t>(bytes_of(instruction.type));
  Touch touch = instruction.detail == atomic ? Touch::atomic_write : Touch::write;
  for_lanes(mask, [&](int lane) {
    uint64_t address = address_of(warp, instruction, instruction.operands[0], lane);
    unsigned char* to =
        warp.machine->reach(warp, lane, instruction.space, address, static_cast<int64_t>(elements * bytes), touch);
    for (std::size_t i = 0; i < elements; i++) {
      uint64_t bits = warp.value(instruction.operands[i + 1], lane);
      std::memcpy(to + i * bytes, &bits, bytes);
    }
  });
}

template <typename T>
T changed(uint8_t operation, T before, T value, T third) {
  if constexpr (std::is_integral_v<T>) {
    switch (operation) {
      case add:
        return static_cast<T>(static_cast<uint64_t>(before) + static_cast<uint64_t>(value));
      case conjunction:
        return before & value;
      case disjunction:
        return before | value;
      case exclusive:
        return before ^ value;
      case compare:
        return before == value ? third : before;
      case count_up:
        return before >= value ? T{0} : static_cast<T>(before + 1);
      default:
        break;
    }
  }
  switch (operation) {
    case add:
      return before + value;
    case minimum:
      return std::min(before, value);
    case maximum:
      return std::max(before, value);
    default:
      return value;
  }
}

template <typename T>
void change(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    uint64_t address = address_of(warp, instruction, instruction.operands[1], lane);
    unsigned char* at = warp.machine->reach(warp, lane, instruction.space, address, sizeof(T), Touch::atomic_write);
    T before;
    std::memcpy(&before, at, sizeof(T));
    T value = from_cell<T>(warp.in<T>(instruction.operands[2])[lane]);
    T third = value;
    if (instruction.detail == compare) third = from_cell<T>(warp.in<T>(instruction.operands[3])[lane]);
    T after = changed<T>(instruction.detail, before, value, third);
    std::memcpy(at, &after, sizeof(T));
    const Operand& to = instruction.operands[0];
    if (!to.ignored) warp.set_value(to, lane, to_cell<T>(before));
  });
}

Handler changer_of(Type type) {
  switch (type) {
    case Type::b32:
    case Type::u32:
      return change<uint32_t>;
    case Type::s32:
      return change<int32_t>;
    case Type::b64:
    case Type::u64:
      return change<uint64_t>;
    case Type::s64:
      return change<int64_t>;
    case Type::f32:
      return change<float>;
    case Type::f64:
      return change<double>;
    default:
      return nullptr;
  }
}

template <typename T>
bool set_by_name(const std::string& word, std::initializer_list<std::pair<const char*, T>> names, T& to) {
  for (const auto& [name, value] : names) {
    if (word == name) {
      to = value;
      return true;
    }
  }
  return false;
}

// What says how memory is cached, and to whom an atomic access is one.
bool is_hint(const std::string& word) {
  constexpr const char* hints[] = {"weak", "nc",  "ca",  "cg",  "cs",      "lu",      "cv",   "wb",
                                   "wt",   "cta", "gpu", "sys", "cluster", "acq_rel", "noftz"};
  return std::find(std::begin(hints), std::end(hints), word) != std::end(hints) || word.compare(0, 3, "L1:") == 0 ||
         word.compare(0, 3, "L2:") == 0;
}

void bind_atomic(uint8_t operation, bool reduces, Binding& binding) {
  uint8_t bytes = static_cast<uint8_t>(bytes_of(binding.type));
  binding.run = changer_of(binding.type);
  binding.detail = operation;
  binding.parameters = std::vector<Parameter>{{Role::ignorable_out, bytes}, {Role::address, 8}, {Role::in, bytes}};
  if (operation == compare) binding.parameters.push_back({Role::in, bytes});
  // The result of a red is not written at all; the assembler puts '_' there.
  binding.ignores_first = reduces;
}

}  // namespace

bool bind_access(const std::vector<std::string>& words, Binding& binding) {
  const std::string& name = words[0];
  bool changes = name == "atom" || name == "red";
  if (name != "ld" && name != "st" && !changes) return false;
  uint8_t operation = exchange;
  bool known = true;
  for (std::size_t i = 1; i < words.size(); i++) {
    const std::string& word = words[i];
    if (type_of(word) != Type::none) {
      binding.type = type_of(word);
    } else if (set_by_name<Space>(word,
                                  {{"global", Space::global},
                                   {"shared", Space::shared},
                                   {"shared::cta", Space::shared},
                                   {"shared::cluster", Space::cluster},
                                   {"local", Space::local},
                                   {"param", Space::parameter}},
                                  binding.space) ||
               set_by_name<uint8_t>(word, {{"v2", 2}, {"v4", 4}}, binding.elements) ||
               set_by_name<uint8_t>(
                   word, {{"relaxed", atomic}, {"acquire", atomic}, {"release", atomic}, {"volatile", atomic}},
                   binding.detail) ||
               (changes && set_by_name<uint8_t>(word,
                                                {{"add", add},
                                                 {"min", minimum},
                                                 {"max", maximum},
                                                 {"and", conjunction},
                                                 {"or", disjunction},
                                                 {"xor", exclusive},
                                                 {"exch", exchange},
                                                 {"cas", compare},
                                                 {"inc", count_up}},
                                                operation))) {
      continue;
    } else if (!is_hint(word)) {
      known = false;
    }
  }
  int bytes = bytes_of(binding.type);
  if (!known || bytes == 0 || bytes * binding.elements > 16) return false;
  if (changes) {
    bind_atomic(operation, name == "red", binding);
    return binding.run != nullptr;
  }
  Parameter value{name == "ld" ? Role::ignorable_out : Role::in, static_cast<uint8_t>(std::max(bytes, 2)), true};
  binding.parameters.assign(binding.elements, value);
  binding.parameters.insert(name == "ld" ? binding.parameters.end() : binding.parameters.begin(), {Role::address, 8});
  binding.run = name == "ld" ? load : store;
  return true;
}

}  // namespace weft::test::ptx
