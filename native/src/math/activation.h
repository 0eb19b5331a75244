// The activations, once for all backends: a row of the table for what others ask, and a body for the function and its
// derivative. CPU kernels of every instruction set, CUDA kernels and the checks of what crosses the ABI take them from
// here; the definition in plain Java is dev.weft.nn.Activation.
//
// A body is a template over the type of its elements (float, or a vector of them) and over Math, which has the
// functions that each backend computes its own way: sigmoid, hyperbolic_tangent, normal_distribution, normal_density.
// Selections are written so that NaN stays NaN: a divergence must not look like a zero.
//
// To add one: native/ADDING.md.
//
// Everything with a body has internal linkage, since it is compiled once an instruction set: see cpu/kernels.cpp.
#pragma once

#include <stdint.h>

#include "portable.h"
#include "weft/weft.h"

namespace weft {

// What a layer applies to each element of z = xW + b: one of weft.h's constants, with its parameter.
struct Activation {
  int32_t code;
  float parameter;  // 0 of an activation that has none
};

namespace {

// Each row of the table has
//   code           in weft.h
//   needs_z        whether its derivative is taken from z; else y tells it
//   light          whether it is a few instructions, which the CPU applies while the sum is in a register
//   allows         the parameters that it takes
//   forward        y from z
//   backward       dz = dy activation'(z)

struct Linear {
  static constexpr int32_t code = WEFT_LINEAR;
  static constexpr bool needs_z = false;
  static constexpr bool light = true;
  static constexpr bool allows(float parameter) { return parameter == 0; }

  template <class Math, class V>
  static WEFT_DEVICE inline V forward(V z, float) {
    return z;
  }
  template <class Math, class V>
  static WEFT_DEVICE inline V backward(V, V, V dy, float) {
    return dy;
  }
};

struct Relu {
  static constexpr int32_t code = WEFT_RELU;
  static constexpr bool needs_z = false;
  static constexpr bool light = true;
  static constexpr bool allows(float parameter) { return parameter == 0; }

  template <class Math, class V>
  static WEFT_DEVICE inline V forward(V z, float) {
    return z < 0.0f ? V{} : z;
  }
  template <class Math, class V>
  static WEFT_DEVICE inline V backward(V, V y, V dy, float) {
    return y > 0.0f ? dy : V{};
  }
};

struct Sigmoid {
  static constexpr int32_t code = WEFT_SIGMOID;
  static constexpr bool needs_z = false;
  static constexpr bool light = false;
  static constexpr bool allows(float parameter) { return parameter == 0; }

  template <class Math, class V>
  static WEFT_DEVICE inline V forward(V z, float) {
    return Math::sigmoid(z);
  }
  template <class Math, class V>
  static WEFT_DEVICE inline V backward(V, V y, V dy, float) {
    return dy * (y * (1.0f - y));
  }
};

struct Tanh {
  static constexpr int32_t code = WEFT_TANH;
  static constexpr bool needs_z = false;
  static constexpr bool light = false;
  static constexpr bool allows(float parameter) { return parameter == 0; }

  template <class Math, class V>
  static WEFT_DEVICE inline V forward(V z, float) {
    return Math::hyperbolic_tangent(z);
  }
  template <class Math, class V>
  static WEFT_DEVICE inline V backward(V, V y, V dy, float) {
    return dy * (1.0f - y * y);
  }
};

struct Gelu {
  static constexpr int32_t code = WEFT_GELU;
  static constexpr bool needs_z = true;
  static constexpr bool light = false;
  static constexpr bool allows(float parameter) { return parameter == 0; }

  template <class Math, class V>
  static WEFT_DEVICE inline V forward(V z, float) {
    return z * Math::normal_distribution(z);
  }
  template <class Math, class V>
  static WEFT_DEVICE inline V backward(V z, V, V dy, float) {
    return dy * (Math::normal_distribution(z) + z * Math::normal_density(z));
  }
};

// A slope from 0 on leaves y above 0 where z is and nowhere else, so y tells the derivative.
struct LeakyRelu {
  static constexpr int32_t code = WEFT_LEAKY_RELU;
  static constexpr bool needs_z = false;
  static constexpr bool light = true;
  static constexpr bool allows(float slope) { return slope >= 0 && slope < 1; }

  template <class Math, class V>
  static WEFT_DEVICE inline V forward(V z, float slope) {
    return z > 0.0f ? z : slope * z;
  }
  template <class Math, class V>
  static WEFT_DEVICE inline V backward(V, V y, V dy, float slope) {
    return y > 0.0f ? dy : slope * dy;
  }
};

}  // namespace

// The table. USE is a macro over the rows, such as a case of a switch.
#define WEFT_ACTIVATIONS(USE) USE(Linear) USE(Relu) USE(Sigmoid) USE(Tanh) USE(Gelu) USE(LeakyRelu)

namespace {

// Whether there is such an activation, with such a parameter.
inline bool exists(const Activation& activation) {
  switch (activation.code) {
#define WEFT_ROW(Row) \
  case Row::code:     \
    return Row::allows(activation.parameter);
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return false;
  }
}

WEFT_DEVICE inline bool needs_z(const Activation& activation) {
  switch (activation.code) {
#define WEFT_ROW(Row) \
  case Row::code:     \
    return Row::needs_z;
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return false;
  }
}

// y = activation(z)
template <class Math, class V>
WEFT_DEVICE inline V activate(const Activation& activation, V z) {
  switch (activation.code) {
#define WEFT_ROW(Row) \
  case Row::code:     \
    return Row::template forward<Math>(z, activation.parameter);
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return z;
  }
}

// dz = dy activation'(z), with y = activation(z); z is read by activations that need it alone.
template <class Math, class V>
WEFT_DEVICE inline V back_through(const Activation& activation, V z, V y, V dy) {
  switch (activation.code) {
#define WEFT_ROW(Row) \
  case Row::code:     \
    return Row::template backward<Math>(z, y, dy, activation.parameter);
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return dy;
  }
}

}  // namespace
}  // namespace weft
