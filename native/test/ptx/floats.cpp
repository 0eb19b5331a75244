// Arithmetic of floats: exact where PTX says so. What PTX calls approximate is computed in double and rounded, so it is
// within half an ulp where a GPU may be off by 1 to 2: results that pass through it agree with a GPU's only about so
// far.
#include <algorithm>

#include "ptx/bind.h"
#include "ptx/rounding.h"

namespace weft::test::ptx {
namespace {

template <typename T, bool ftz, Rounding rounding, bool saturates = false, typename F>
T rounded(const F& function) {
  T result;
  {
    [[maybe_unused]] Rounded<rounding> mode;
    result = opaque<rounding>(function());
  }
  result = flushed<ftz>(result);
  if (saturates) result = result > 0 ? std::min(result, T{1}) : T{0};
  return result;
}

template <typename T, bool ftz, Rounding rounding, bool saturates = false>
T sum(T a, T b) {
  return rounded<T, ftz, rounding, saturates>(
      [&] { return opaque<rounding>(flushed<ftz>(a)) + opaque<rounding>(flushed<ftz>(b)); });
}
template <typename T, bool ftz, Rounding rounding, bool saturates = false>
T difference(T a, T b) {
  return rounded<T, ftz, rounding, saturates>(
      [&] { return opaque<rounding>(flushed<ftz>(a)) - opaque<rounding>(flushed<ftz>(b)); });
}
template <typename T, bool ftz, Rounding rounding, bool saturates = false>
T product(T a, T b) {
  return rounded<T, ftz, rounding, saturates>(
      [&] { return opaque<rounding>(flushed<ftz>(a)) * opaque<rounding>(flushed<ftz>(b)); });
}
template <typename T, bool ftz, Rounding rounding, bool saturates = false>
T fused(T a, T b, T c) {
  return rounded<T, ftz, rounding, saturates>([&] {
    return std::fma(opaque<rounding>(flushed<ftz>(a)), opaque<rounding>(flushed<ftz>(b)),
                    opaque<rounding>(flushed<ftz>(c)));
  });
}
template <typename T, bool ftz, Rounding rounding>
T quotient(T a, T b) {
  return rounded<T, ftz, rounding>(
      [&] { return opaque<rounding>(flushed<ftz>(a)) / opaque<rounding>(flushed<ftz>(b)); });
}
template <typename T, bool ftz, Rounding rounding>
T square_root(T a) {
  return rounded<T, ftz, rounding>([&] { return std::sqrt(opaque<rounding>(flushed<ftz>(a))); });
}
template <typename T, bool ftz, Rounding rounding>
T reciprocal(T a) {
  return quotient<T, ftz, rounding>(T{1}, a);
}

template <typename T, bool ftz>
T negative(T a) {
  return -flushed<ftz>(a);
}
template <typename T, bool ftz>
T magnitude(T a) {
  return std::fabs(flushed<ftz>(a));
}
// Of a number and a NaN, the number; -0 is smaller than 0.
template <typename T, bool ftz, bool keeps_nan>
T smaller(T a, T b) {
  a = flushed<ftz>(a);
  b = flushed<ftz>(b);
  if (std::isnan(a) || std::isnan(b)) {
    return keeps_nan || (std::isnan(a) && std::isnan(b)) ? quiet_nan<T>() : std::isnan(a) ? b : a;
  }
  return a == b ? (std::signbit(a) ? a : b) : std::min(a, b);
}
template <typename T, bool ftz, bool keeps_nan>
T larger(T a, T b) {
  a = flushed<ftz>(a);
  b = flushed<ftz>(b);
  if (std::isnan(a) || std::isnan(b)) {
    return keeps_nan || (std::isnan(a) && std::isnan(b)) ? quiet_nan<T>() : std::isnan(a) ? b : a;
  }
  return a == b ? (std::signbit(a) ? b : a) : std::max(a, b);
}
// b with the sign of a.
template <typename T>
T with_sign(T a, T b) {
  return std::copysign(b, a);
}

template <bool ftz, double (*function)(double)>
float approximate(float a) {
  return flushed<ftz>(static_cast<float>(function(static_cast<double>(flushed<ftz>(a)))));
}
double inverse(double x) { return 1 / x; }
double inverse_root(double x) { return 1 / std::sqrt(x); }
template <bool ftz>
float approximate_quotient(float a, float b) {
  return flushed<ftz>(static_cast<float>(static_cast<double>(flushed<ftz>(a)) / static_cast<double>(flushed<ftz>(b))));
}
// The upper half of an estimate's bits; the lower half is 0.
template <double (*function)(double)>
double upper_half(double a) {
  if (std::fpclassify(a) == FP_SUBNORMAL) a = std::copysign(0.0, a);
  double value = function(a);
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  bits &= 0xffffffff00000000u;
  std::memcpy(&value, &bits, sizeof(bits));
  return value;
}

template <typename T, bool ftz, Rounding rounding>
void add_rounding(Table& table, const std::string& mode, const std::string& type) {
  table.add<sum<T, ftz, rounding>>("add" + mode + type);
  table.add<difference<T, ftz, rounding>>("sub" + mode + type);
  table.add<product<T, ftz, rounding>>("mul" + mode + type);
  table.add<fused<T, ftz, rounding>>("fma" + mode + type);
  table.add<quotient<T, ftz, rounding>>("div" + mode + type);
  table.add<square_root<T, ftz, rounding>>("sqrt" + mode + type);
  table.add<reciprocal<T, ftz, rounding>>("rcp" + mode + type);
}

template <typename T, bool ftz>
void add_type(Table& table, const std::string& type) {
  add_rounding<T, ftz, Rounding::nearest>(table, ".rn", type);
  add_rounding<T, ftz, Rounding::zero>(table, ".rz", type);
  add_rounding<T, ftz, Rounding::down>(table, ".rm", type);
  add_rounding<T, ftz, Rounding::up>(table, ".rp", type);
  table.add<sum<T, ftz, Rounding::nearest>>("add" + type);
  table.add<difference<T, ftz, Rounding::nearest>>("sub" + type);
  table.add<product<T, ftz, Rounding::nearest>>("mul" + type);
  table.add<negative<T, ftz>>("neg" + type);
  table.add<magnitude<T, ftz>>("abs" + type);
  std::string before_type = type.substr(0, type.rfind('.'));
  std::string last = type.substr(type.rfind('.'));
  table.add<smaller<T, ftz, false>>("min" + type);
  table.add<larger<T, ftz, false>>("max" + type);
  table.add<smaller<T, ftz, true>>("min" + before_type + ".NaN" + last);
  table.add<larger<T, ftz, true>>("max" + before_type + ".NaN" + last);
}

template <bool ftz>
void add_single(Table& table, const std::string& type) {
  table.add<sum<float, ftz, Rounding::nearest, true>>("add.rn" + type.substr(0, type.rfind('.')) + ".sat.f32");
  table.add<product<float, ftz, Rounding::nearest, true>>("mul.rn" + type.substr(0, type.rfind('.')) + ".sat.f32");
  table.add<fused<float, ftz, Rounding::nearest, true>>("fma.rn" + type.substr(0, type.rfind('.')) + ".sat.f32");
  table.add<approximate<ftz, inverse>>("rcp.approx" + type);
  table.add<approximate<ftz, std::sqrt>>("sqrt.approx" + type);
  table.add<approximate<ftz, inverse_root>>("rsqrt.approx" + type);
  table.add<approximate<ftz, std::exp2>>("ex2.approx" + type);
  table.add<approximate<ftz, std::log2>>("lg2.approx" + type);
  table.add<approximate<ftz, std::sin>>("sin.approx" + type);
  table.add<approximate<ftz, std::cos>>("cos.approx" + type);
  table.add<approximate_quotient<ftz>>("div.approx" + type);
  table.add<approximate_quotient<ftz>>("div.full" + type);
}

}  // namespace

void add_floats(Table& table) {
  add_type<float, false>(table, ".f32");
  add_type<float, true>(table, ".ftz.f32");
  add_type<double, false>(table, ".f64");
  add_single<false>(table, ".f32");
  add_single<true>(table, ".ftz.f32");
  table.add<approximate<false, std::tanh>>("tanh.approx.f32");
  table.add<with_sign<float>>("copysign.f32");
  table.add<with_sign<double>>("copysign.f64");
  table.add<upper_half<inverse>>("rcp.approx.ftz.f64");
  table.add<upper_half<inverse_root>>("rsqrt.approx.ftz.f64");
}

}  // namespace weft::test::ptx
