// Integer arithmetic. Sums and products wrap around.
#include <algorithm>
#include <limits>

#include "ptx/bind.h"

namespace weft::test::ptx {
namespace {

template <typename T>
using Unsigned = std::make_unsigned_t<T>;

__extension__ typedef __int128 Signed128;
__extension__ typedef unsigned __int128 Unsigned128;

// Twice as wide.
template <typename T>
using Wide =
    std::conditional_t<sizeof(T) == 8, std::conditional_t<std::is_signed_v<T>, Signed128, Unsigned128>,
                       std::conditional_t<sizeof(T) == 4, std::conditional_t<std::is_signed_v<T>, int64_t, uint64_t>,
                                          std::conditional_t<std::is_signed_v<T>, int32_t, uint32_t>>>;

template <typename T>
T sum(T a, T b) {
  return static_cast<T>(static_cast<Unsigned<T>>(a) + static_cast<Unsigned<T>>(b));
}
template <typename T>
T difference(T a, T b) {
  return static_cast<T>(static_cast<Unsigned<T>>(a) - static_cast<Unsigned<T>>(b));
}
template <typename T>
T low_product(T a, T b) {
  return static_cast<T>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}
template <typename T>
T high_product(T a, T b) {
  return static_cast<T>(static_cast<Wide<T>>(a) * static_cast<Wide<T>>(b) >> (8 * sizeof(T)));
}
template <typename T>
Wide<T> wide_product(T a, T b) {
  return static_cast<Wide<T>>(a) * static_cast<Wide<T>>(b);
}
template <typename T>
T low_multiply_add(T a, T b, T c) {
  return sum(low_product(a, b), c);
}
template <typename T>
T high_multiply_add(T a, T b, T c) {
  return sum(high_product(a, b), c);
}
template <typename T>
Wide<T> wide_multiply_add(T a, T b, Wide<T> c) {
  return sum(wide_product(a, b), c);
}
// A GPU's quotient by 0 is all ones, and the one that overflows wraps.
template <typename T>
T quotient(T a, T b) {
  if (b == 0) return static_cast<T>(-1);
  if (std::is_signed_v<T> && b == static_cast<T>(-1)) return difference(T{0}, a);
  return static_cast<T>(a / b);
}
template <typename T>
T remainder(T a, T b) {
  if (b == 0) return a;
  if (std::is_signed_v<T> && b == static_cast<T>(-1)) return 0;
  return static_cast<T>(a % b);
}
template <typename T>
T smaller(T a, T b) {
  return std::min(a, b);
}
template <typename T>
T larger(T a, T b) {
  return std::max(a, b);
}
template <typename T>
T negative(T a) {
  return difference(T{0}, a);
}
template <typename T>
T magnitude(T a) {
  return a < 0 ? negative(a) : a;
}
template <typename T>
T distance(T a, T b, T c) {
  return sum(c, a < b ? difference(b, a) : difference(a, b));
}
template <typename T>
T saturated_sum(T a, T b) {
  int64_t exact = int64_t{a} + int64_t{b};
  return static_cast<T>(std::clamp<int64_t>(exact, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
}
// Products of 24 bits.
template <typename T>
T low_product24(T a, T b) {
  constexpr int unused = 8;
  int64_t left = static_cast<int64_t>(static_cast<T>(static_cast<uint32_t>(a) << unused) >> unused);
  int64_t right = static_cast<int64_t>(static_cast<T>(static_cast<uint32_t>(b) << unused) >> unused);
  return static_cast<T>(left * right);
}

// Sums of 4 products of bytes.
template <typename T>
T dot4(T a, T b, T c) {
  using Byte = std::conditional_t<std::is_signed_v<T>, int8_t, uint8_t>;
  T result = c;
  for (int i = 0; i < 32; i += 8) {
    T left = static_cast<Byte>(static_cast<uint32_t>(a) >> i);
    T right = static_cast<Byte>(static_cast<uint32_t>(b) >> i);
    result = sum(result, static_cast<T>(left * right));
  }
  return result;
}

template <typename T>
void add_type(Table& table, const std::string& type) {
  table.add<sum<T>>("add." + type);
  table.add<difference<T>>("sub." + type);
  table.add<low_product<T>>("mul.lo." + type);
  table.add<high_product<T>>("mul.hi." + type);
  table.add<low_multiply_add<T>>("mad.lo." + type);
  table.add<high_multiply_add<T>>("mad.hi." + type);
  if constexpr (sizeof(T) < 8) {
    table.add<wide_product<T>>("mul.wide." + type);
    table.add<wide_multiply_add<T>>("mad.wide." + type);
  }
  table.add<quotient<T>>("div." + type);
  table.add<remainder<T>>("rem." + type);
  table.add<smaller<T>>("min." + type);
  table.add<larger<T>>("max." + type);
  table.add<distance<T>>("sad." + type);
  if constexpr (std::is_signed_v<T>) {
    table.add<negative<T>>("neg." + type);
    table.add<magnitude<T>>("abs." + type);
  }
  if constexpr (sizeof(T) == 4) {
    table.add<low_product24<T>>("mul24.lo." + type);
  }
}

}  // namespace

void add_integers(Table& table) {
  add_type<int16_t>(table, "s16");
  add_type<uint16_t>(table, "u16");
  add_type<int32_t>(table, "s32");
  add_type<uint32_t>(table, "u32");
  add_type<int64_t>(table, "s64");
  add_type<uint64_t>(table, "u64");
  table.add<saturated_sum<int32_t>>("add.sat.s32");
  table.add<dot4<int32_t>>("dp4a.s32.s32");
  table.add<dot4<uint32_t>>("dp4a.u32.u32");
}

}  // namespace weft::test::ptx
