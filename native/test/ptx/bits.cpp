// Logic, shifts and fields of bits.
#include "ptx/bind.h"

namespace weft::test::ptx {
namespace {

template <typename T>
constexpr uint32_t width = static_cast<uint32_t>(8 * sizeof(T));

template <typename T>
T both(T a, T b) {
  return static_cast<T>(a & b);
}
template <typename T>
T either(T a, T b) {
  return static_cast<T>(a | b);
}
template <typename T>
T exclusive(T a, T b) {
  return static_cast<T>(a ^ b);
}
template <typename T>
T inverted(T a) {
  if constexpr (std::is_same_v<T, bool>) {
    return !a;
  } else {
    return static_cast<T>(~a);
  }
}
template <typename T>
T is_zero(T a) {
  return a == 0 ? 1 : 0;
}

// Shifts by more than the width leave nothing but the sign.
template <typename T>
T shifted_left(T a, uint32_t by) {
  return by >= width<T> ? T{0} : static_cast<T>(a << by);
}
template <typename T>
T shifted_right(T a, uint32_t by) {
  if (by >= width<T>) return std::is_signed_v<T> && a < 0 ? static_cast<T>(-1) : T{0};
  return static_cast<T>(a >> by);
}
template <bool left, bool clamps>
uint32_t funnel(uint32_t low, uint32_t high, uint32_t by) {
  by = clamps ? std::min(by, 32u) : by % 32;
  uint64_t both_words = uint64_t{high} << 32 | low;
  return static_cast<uint32_t>(left ? both_words << by >> 32 : both_words >> by);
}

template <typename T>
uint32_t ones(T a) {
  return static_cast<uint32_t>(__builtin_popcountll(a));
}
template <typename T>
uint32_t leading_zeros(T a) {
  return a == 0 ? width<T> : static_cast<uint32_t>(__builtin_clzll(a)) - (64 - width<T>);
}
template <typename T>
T reversed(T a) {
  T result = 0;
  for (uint32_t i = 0; i < width<T>; i++) result = static_cast<T>(result << 1 | (a >> i & 1));
  return result;
}
// The highest bit that differs from the sign; all ones where there is none.
template <typename T, bool as_shift>
uint32_t highest(T a) {
  using U = std::make_unsigned_t<T>;
  U bits = static_cast<U>(std::is_signed_v<T> && a < 0 ? ~a : a);
  if (bits == 0) return all_lanes;
  uint32_t at = width<T> - 1 - leading_zeros<U>(bits);
  return as_shift ? width<T> - 1 - at : at;
}

template <typename T>
T field(T a, uint32_t position, uint32_t length) {
  using U = std::make_unsigned_t<T>;
  uint32_t from = position & 0xff;
  uint32_t count = length & 0xff;
  if (count == 0) return 0;
  uint32_t top = std::min(from + count - 1, width<T> - 1);
  bool sign = std::is_signed_v<T> && (static_cast<U>(a) >> top & 1) != 0;
  U bits = from >= width<T> ? U{0} : static_cast<U>(static_cast<U>(a) >> from);
  uint32_t real = from > top ? 0 : top - from + 1;
  U mask = real >= width<T> ? static_cast<U>(~U{0}) : static_cast<U>((U{1} << real) - 1);
  return static_cast<T>((bits & mask) | (sign ? static_cast<U>(~mask) : U{0}));
}
template <typename T>
T with_field(T a, T b, uint32_t position, uint32_t length) {
  uint32_t from = position & 0xff;
  uint32_t count = length & 0xff;
  if (from >= width<T> || count == 0) return b;
  T mask = count >= width<T> ? static_cast<T>(~T{0}) : static_cast<T>((T{1} << count) - 1);
  mask = static_cast<T>(mask << from);
  return static_cast<T>((b & ~mask) | (static_cast<T>(a << from) & mask));
}

uint32_t any_logic(uint32_t a, uint32_t b, uint32_t c, uint32_t table) {
  uint32_t result = 0;
  for (uint32_t i = 0; i < 8; i++) {
    if ((table >> i & 1) == 0) continue;
    result |= ((i & 4) != 0 ? a : ~a) & ((i & 2) != 0 ? b : ~b) & ((i & 1) != 0 ? c : ~c);
  }
  return result;
}

uint32_t permuted(uint32_t a, uint32_t b, uint32_t selector) {
  uint64_t bytes = uint64_t{b} << 32 | a;
  uint32_t result = 0;
  for (uint32_t i = 0; i < 4; i++) {
    uint32_t choice = selector >> (4 * i) & 0xf;
    uint32_t byte = static_cast<uint32_t>(bytes >> (8 * (choice & 7)) & 0xff);
    if ((choice & 8) != 0) byte = (byte & 0x80) != 0 ? 0xff : 0;
    result |= byte << (8 * i);
  }
  return result;
}

template <typename T>
void add_logic(Table& table, const std::string& type) {
  table.add<both<T>>("and." + type);
  table.add<either<T>>("or." + type);
  table.add<exclusive<T>>("xor." + type);
  table.add<inverted<T>>("not." + type);
}

template <typename U>
void add_width(Table& table, const std::string& bits) {
  using S = std::make_signed_t<U>;
  add_logic<U>(table, "b" + bits);
  table.add<is_zero<U>>("cnot.b" + bits);
  table.add<shifted_left<U>>("shl.b" + bits);
  table.add<shifted_right<U>>("shr.u" + bits);
  table.add<shifted_right<U>>("shr.b" + bits);
  table.add<shifted_right<S>>("shr.s" + bits);
  if constexpr (sizeof(U) >= 4) {
    table.add<ones<U>>("popc.b" + bits);
    table.add<leading_zeros<U>>("clz.b" + bits);
    table.add<reversed<U>>("brev.b" + bits);
    table.add<highest<U, false>>("bfind.u" + bits);
    table.add<highest<S, false>>("bfind.s" + bits);
    table.add<highest<U, true>>("bfind.shiftamt.u" + bits);
    table.add<highest<S, true>>("bfind.shiftamt.s" + bits);
    table.add<field<U>>("bfe.u" + bits);
    table.add<field<S>>("bfe.s" + bits);
    table.add<with_field<U>>("bfi.b" + bits);
  }
}

}  // namespace

void add_bits(Table& table) {
  add_logic<bool>(table, "pred");
  add_width<uint16_t>(table, "16");
  add_width<uint32_t>(table, "32");
  add_width<uint64_t>(table, "64");
  table.add<funnel<true, true>>("shf.l.clamp.b32");
  table.add<funnel<true, false>>("shf.l.wrap.b32");
  table.add<funnel<false, true>>("shf.r.clamp.b32");
  table.add<funnel<false, false>>("shf.r.wrap.b32");
  table.add<any_logic>("lop3.b32");
  table.add<permuted>("prmt.b32");
}

}  // namespace weft::test::ptx
