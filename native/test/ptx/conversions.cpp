// cvt: between integers, floats and their sizes. Registers may be wider than the types.
#include <limits>

#include "ptx/bind.h"
#include "ptx/rounding.h"

namespace weft::test::ptx {
namespace {

// Holds every integer.
__extension__ typedef __int128 Exact;

enum Detail : uint8_t { rounding_bits = 3, to_integer = 4, flushes = 8, saturates = 16 };

Rounding rounding_of(uint8_t detail) { return static_cast<Rounding>(detail & rounding_bits); }

template <typename F>
auto with_rounding(Rounding rounding, const F& function) {
  int before = std::fegetround();
  constexpr int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD};
  std::fesetround(modes[static_cast<std::size_t>(rounding)]);
  auto result = function();
  std::fesetround(before);
  return result;
}

template <typename T>
T to_whole(T x, Rounding rounding) {
  return with_rounding(rounding, [&] {
    volatile T hidden = x;
    volatile T whole = std::nearbyint(hidden);
    return static_cast<T>(whole);
  });
}

template <typename D, typename S>
D converted(S from, uint8_t detail) {
  if constexpr (std::is_integral_v<D> && std::is_integral_v<S>) {
    if ((detail & saturates) == 0) return static_cast<D>(from);
    Exact exact = from;
    if (exact < std::numeric_limits<D>::min()) return std::numeric_limits<D>::min();
    if (exact > std::numeric_limits<D>::max()) return std::numeric_limits<D>::max();
    return static_cast<D>(from);
  } else if constexpr (std::is_integral_v<D>) {
    if ((detail & flushes) != 0) from = flushed<true>(from);
    if (std::isnan(from)) return sizeof(D) == 8 ? static_cast<D>(uint64_t{1} << 63) : D{0};
    S whole = to_whole(from, rounding_of(detail));
    // Of 64 bits the largest number is no float; the next power of two is, and not below it.
    if (whole < static_cast<S>(std::numeric_limits<D>::min())) return std::numeric_limits<D>::min();
    if (whole >= static_cast<S>(std::ldexp(1.0, std::numeric_limits<D>::digits))) return std::numeric_limits<D>::max();
    return static_cast<D>(whole);
  } else {
    if constexpr (!std::is_integral_v<S>) {
      if ((detail & flushes) != 0) from = flushed<true>(from);
      if ((detail & to_integer) != 0) from = to_whole(from, rounding_of(detail));
    }
    D result = with_rounding((detail & to_integer) != 0 ? Rounding::nearest : rounding_of(detail), [&] {
      volatile S hidden = from;
      volatile D value = static_cast<D>(hidden);
      return static_cast<D>(value);
    });
    if ((detail & flushes) != 0) result = flushed<true>(result);
    // NaN becomes 0 too.
    if ((detail & saturates) != 0) result = result > 0 ? std::min(result, D{1}) : D{0};
    return result;
  }
}

template <typename D, typename S>
void convert(Warp& warp, const Instruction& instruction, uint32_t mask) {
  for_lanes(mask, [&](int lane) {
    uint64_t bits = warp.value(instruction.operands[1], lane);
    S from;
    std::memcpy(&from, &bits, sizeof(S));
    D to = converted<D>(from, instruction.detail);
    if constexpr (std::is_integral_v<D>) {
      // Wider registers get the sign.
      warp.set_value(instruction.operands[0], lane, static_cast<uint64_t>(static_cast<int64_t>(to)));
    } else {
      warp.set_value(instruction.operands[0], lane, to_cell<D>(to));
    }
  });
}

struct Words {
  Table& table;
  std::string types;
  Binding binding;

  void add(const std::string& words, unsigned detail) {
    binding.detail = static_cast<uint8_t>(detail);
    table.add("cvt" + words + types, binding);
  }
};

template <typename D, typename S>
void add_pair(Table& table, const std::string& types) {
  Binding binding;
  binding.run = convert<D, S>;
  binding.parameters =
      std::vector<Parameter>{{Role::out, register_bytes<D>, true}, {Role::in, register_bytes<S>, true}};
  Words words{table, types, binding};
  constexpr const char* modes[] = {".rn", ".rz", ".rm", ".rp"};
  constexpr bool from_integer = std::is_integral_v<S>;
  constexpr bool into_integer = std::is_integral_v<D>;
  if (from_integer == into_integer) {
    words.add("", 0);
    words.add(".sat", saturates);
  }
  if (from_integer && into_integer) return;
  for (unsigned mode = 0; mode < 4; mode++) {
    for (const char* flush : {"", ".ftz"}) {
      unsigned detail = mode | (*flush == '\0' ? 0u : unsigned{flushes});
      if (into_integer || sizeof(D) == sizeof(S)) {
        words.add(std::string(modes[mode]) + "i" + flush, detail | to_integer);
        words.add(std::string(modes[mode]) + "i" + flush + ".sat", detail | to_integer | saturates);
      }
      if (!into_integer) {
        words.add(std::string(modes[mode]) + flush, detail);
        words.add(std::string(modes[mode]) + flush + ".sat", detail | saturates);
      }
    }
  }
  if (!from_integer && !into_integer) {
    words.add(".ftz", flushes);
    words.add(".ftz.sat", flushes | unsigned{saturates});
  }
}

template <typename D>
void add_to(Table& table, const std::string& type) {
  add_pair<D, int8_t>(table, type + ".s8");
  add_pair<D, uint8_t>(table, type + ".u8");
  add_pair<D, int16_t>(table, type + ".s16");
  add_pair<D, uint16_t>(table, type + ".u16");
  add_pair<D, int32_t>(table, type + ".s32");
  add_pair<D, uint32_t>(table, type + ".u32");
  add_pair<D, int64_t>(table, type + ".s64");
  add_pair<D, uint64_t>(table, type + ".u64");
  add_pair<D, float>(table, type + ".f32");
  add_pair<D, double>(table, type + ".f64");
}

// To 10 bits of mantissa, halves away from zero.
uint32_t to_tf32(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof(bits));
  if (std::isfinite(x)) bits += 0x1000;
  return bits & 0xffffe000u;
}

}  // namespace

void add_conversions(Table& table) {
  add_to<int8_t>(table, ".s8");
  add_to<uint8_t>(table, ".u8");
  add_to<int16_t>(table, ".s16");
  add_to<uint16_t>(table, ".u16");
  add_to<int32_t>(table, ".s32");
  add_to<uint32_t>(table, ".u32");
  add_to<int64_t>(table, ".s64");
  add_to<uint64_t>(table, ".u64");
  add_to<float>(table, ".f32");
  add_to<double>(table, ".f64");
  table.add<to_tf32>("cvt.rna.tf32.f32");
}

}  // namespace weft::test::ptx
