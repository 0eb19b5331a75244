// Comparisons, and choices by what they found.
#include "ptx/bind.h"
#include "ptx/rounding.h"

namespace weft::test::ptx {
namespace {

enum Combine : uint8_t { alone, conjunction, disjunction, exclusive, combines = 3, inverse_too = 4 };

// What compares is combined with another predicate, whole masks at once; of `p|q`, q is made of the opposite.
template <auto compare>
struct Comparison;

template <typename T, bool (*compare)(T, T)>
struct Comparison<compare> {
  static void run(Warp& warp, const Instruction& instruction, uint32_t mask) {
    std::size_t first = (instruction.detail & inverse_too) != 0 ? 2 : 1;
    const Cell<T>* a = warp.in<T>(instruction.operands[first]);
    const Cell<T>* b = warp.in<T>(instruction.operands[first + 1]);
    uint32_t bits = 0;
    for_lanes(mask, [&](int lane) {
      bits |= static_cast<uint32_t>(compare(from_cell<T>(a[lane]), from_cell<T>(b[lane]))) << lane;
    });
    uint32_t opposite = ~bits;
    if ((instruction.detail & combines) != alone) {
      uint32_t other = warp.predicate(instruction.operands[first + 2]);
      bits = combined(instruction.detail, bits, other);
      opposite = combined(instruction.detail, opposite, other);
    }
    warp.set_predicate(instruction.operands[0], mask, bits);
    if (first == 2 && !instruction.operands[1].ignored) warp.set_predicate(instruction.operands[1], mask, opposite);
  }

  static uint32_t combined(uint8_t detail, uint32_t a, uint32_t b) {
    uint8_t how = detail & combines;
    return how == conjunction ? a & b : how == disjunction ? a | b : a ^ b;
  }

  static void add(Table& table, const std::string& name, const std::string& type) {
    constexpr const char* infix[] = {"", ".and", ".or", ".xor"};
    for (uint8_t how = alone; how <= exclusive; how++) {
      for (bool two : {false, true}) {
        Binding binding;
        binding.run = run;
        binding.detail = static_cast<uint8_t>(how | (two ? inverse_too : 0));
        binding.parameters = std::vector<Parameter>{{Role::ignorable_out, 0}};
        if (two) binding.parameters.push_back({Role::ignorable_out, 0});
        binding.parameters.push_back({Role::in, register_bytes<T>});
        binding.parameters.push_back({Role::in, register_bytes<T>});
        if (how != alone) binding.parameters.push_back({Role::in, 0});
        table.add("setp." + name + infix[how] + type + (two ? "|" : ""), binding);
      }
    }
  }
};

template <typename T, bool ftz>
bool equal(T a, T b) {
  return flushed<ftz>(a) == flushed<ftz>(b);
}
template <typename T, bool ftz>
bool less(T a, T b) {
  return flushed<ftz>(a) < flushed<ftz>(b);
}
template <typename T, bool ftz>
bool less_or_equal(T a, T b) {
  return flushed<ftz>(a) <= flushed<ftz>(b);
}
template <typename T, bool ftz>
bool more(T a, T b) {
  return less<T, ftz>(b, a);
}
template <typename T, bool ftz>
bool more_or_equal(T a, T b) {
  return less_or_equal<T, ftz>(b, a);
}
template <typename T>
bool unordered(T a, T b) {
  return a != a || b != b;
}
template <typename T>
bool ordered(T a, T b) {
  return !unordered(a, b);
}
// Integers are never unordered, and for them this is the plain difference.
template <typename T, bool ftz>
bool different(T a, T b) {
  return ordered(a, b) && !equal<T, ftz>(a, b);
}
template <auto compare, typename T>
bool or_unordered(T a, T b) {
  return unordered(a, b) || compare(a, b);
}

template <typename T, bool ftz>
void add_equal(Table& table, const std::string& type) {
  Comparison<equal<T, ftz>>::add(table, "eq", type);
  Comparison<different<T, ftz>>::add(table, "ne", type);
}

template <typename T, bool ftz>
void add_order(Table& table, const std::string& type) {
  add_equal<T, ftz>(table, type);
  Comparison<less<T, ftz>>::add(table, "lt", type);
  Comparison<less_or_equal<T, ftz>>::add(table, "le", type);
  Comparison<more<T, ftz>>::add(table, "gt", type);
  Comparison<more_or_equal<T, ftz>>::add(table, "ge", type);
}

template <typename T>
void add_unsigned(Table& table, const std::string& type) {
  add_order<T, false>(table, type);
  Comparison<less<T, false>>::add(table, "lo", type);
  Comparison<less_or_equal<T, false>>::add(table, "ls", type);
  Comparison<more<T, false>>::add(table, "hi", type);
  Comparison<more_or_equal<T, false>>::add(table, "hs", type);
}

template <typename T, bool ftz>
void add_float(Table& table, const std::string& type) {
  add_order<T, ftz>(table, type);
  Comparison<or_unordered<equal<T, ftz>, T>>::add(table, "equ", type);
  Comparison<or_unordered<different<T, ftz>, T>>::add(table, "neu", type);
  Comparison<or_unordered<less<T, ftz>, T>>::add(table, "ltu", type);
  Comparison<or_unordered<less_or_equal<T, ftz>, T>>::add(table, "leu", type);
  Comparison<or_unordered<more<T, ftz>, T>>::add(table, "gtu", type);
  Comparison<or_unordered<more_or_equal<T, ftz>, T>>::add(table, "geu", type);
  Comparison<ordered<T>>::add(table, "num", type);
  Comparison<unordered<T>>::add(table, "nan", type);
}

template <typename T>
T chosen(T a, T b, bool first) {
  return first ? a : b;
}
template <typename T>
T chosen_by_sign(T a, T b, int32_t c) {
  return c >= 0 ? a : b;
}
template <typename T, bool ftz>
T chosen_by_float(T a, T b, float c) {
  return flushed<ftz>(c) >= 0 ? a : b;
}

template <typename T>
void add_choices(Table& table, const std::string& bits) {
  for (const char* kind : {"b", "s", "u", "f"}) {
    table.add<chosen<T>>("selp." + (kind + bits));
    if constexpr (sizeof(T) >= 4) {
      table.add<chosen_by_sign<T>>("slct." + (kind + bits) + ".s32");
      table.add<chosen_by_float<T, false>>("slct." + (kind + bits) + ".f32");
      table.add<chosen_by_float<T, true>>("slct.ftz." + (kind + bits) + ".f32");
    }
  }
}

template <typename T>
bool is_finite(T x) {
  return std::isfinite(x);
}
template <typename T>
bool is_infinite(T x) {
  return std::isinf(x);
}
template <typename T>
bool is_number(T x) {
  return !std::isnan(x);
}
template <typename T>
bool is_nan(T x) {
  return std::isnan(x);
}
template <typename T>
void add_tests(Table& table, const std::string& type) {
  table.add<is_finite<T>>("testp.finite" + type);
  table.add<is_infinite<T>>("testp.infinite" + type);
  table.add<is_number<T>>("testp.number" + type);
  table.add<is_nan<T>>("testp.notanumber" + type);
}

}  // namespace

void add_comparisons(Table& table) {
  add_equal<uint16_t, false>(table, ".b16");
  add_equal<uint32_t, false>(table, ".b32");
  add_equal<uint64_t, false>(table, ".b64");
  add_order<int16_t, false>(table, ".s16");
  add_order<int32_t, false>(table, ".s32");
  add_order<int64_t, false>(table, ".s64");
  add_unsigned<uint16_t>(table, ".u16");
  add_unsigned<uint32_t>(table, ".u32");
  add_unsigned<uint64_t>(table, ".u64");
  add_float<float, false>(table, ".f32");
  add_float<float, true>(table, ".ftz.f32");
  add_float<double, false>(table, ".f64");
  add_choices<uint16_t>(table, "16");
  add_choices<uint32_t>(table, "32");
  add_choices<uint64_t>(table, "64");
  add_tests<float>(table, ".f32");
  add_tests<double>(table, ".f64");
}

}  // namespace weft::test::ptx
