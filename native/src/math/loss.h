// The losses, once for all backends: a row of the table for what others ask, and for losses whose outputs have nothing
// to do with each other the bodies that every kernel of such a loss is made of. Softmax cross-entropy, whose row is one
// sum, is written in each kind of kernel. The definition in plain Java is dev.weft.nn.Loss.
//
// Bodies are templates over the type of their elements and over Math, as in math/activation.h.
//
// To add one: native/ADDING.md.
#pragma once

#include <stdint.h>

#include "portable.h"
#include "weft/weft.h"

namespace weft {

// What makes outputs of the last layer's linear ones.
enum class OutputFunction : int32_t { softmax, sigmoid, linear };

enum class Loss : int32_t {
  softmax_cross_entropy = WEFT_SOFTMAX_CROSS_ENTROPY,
  sigmoid_cross_entropy = WEFT_SIGMOID_CROSS_ENTROPY,
  mean_squared_error = WEFT_MEAN_SQUARED_ERROR,
};

namespace {

// Each row of the table has
//   loss        in weft.h
//   output      the function that it brings
//   classes     how many classes so many outputs tell apart, 0 where they are none
//   separate    whether outputs have nothing to do with each other; then also
//     value       the loss of one output z with target t
//     slope       the derivative of value by z, over `factor`, from y = output(z)
//     factor

struct SoftmaxCrossEntropy {
  static constexpr Loss loss = Loss::softmax_cross_entropy;
  static constexpr OutputFunction output = OutputFunction::softmax;
  static constexpr bool separate = false;
  static constexpr int32_t classes(int32_t outputs) { return outputs; }
};

struct SigmoidCrossEntropy {
  static constexpr Loss loss = Loss::sigmoid_cross_entropy;
  static constexpr OutputFunction output = OutputFunction::sigmoid;
  static constexpr bool separate = true;
  static constexpr float factor = 1;
  static constexpr int32_t classes(int32_t outputs) { return outputs == 1 ? 2 : 0; }

  // max(z, 0) - zt + log(1 + exp(-|z|)) is -t log p - (1 - t) log (1 - p) without overflow.
  template <class Math, class T>
  static WEFT_DEVICE inline T value(T z, T t) {
    return (z > 0 ? z : 0) - z * t + Math::log_one_plus(Math::exponential(-Math::size(z)));
  }
  template <class V>
  static WEFT_DEVICE inline V slope(V y, V t) {
    return y - t;
  }
};

struct MeanSquaredError {
  static constexpr Loss loss = Loss::mean_squared_error;
  static constexpr OutputFunction output = OutputFunction::linear;
  static constexpr bool separate = true;
  static constexpr float factor = 2;
  static constexpr int32_t classes(int32_t) { return 0; }

  template <class Math, class T>
  static WEFT_DEVICE inline T value(T z, T t) {
    return (z - t) * (z - t);
  }
  template <class V>
  static WEFT_DEVICE inline V slope(V y, V t) {
    return y - t;
  }
};

}  // namespace

// The table. USE is a macro over the rows, such as a case of a switch.
#define WEFT_LOSSES(USE) USE(SoftmaxCrossEntropy) USE(SigmoidCrossEntropy) USE(MeanSquaredError)

namespace {

inline bool exists(Loss loss) {
  switch (loss) {
#define WEFT_ROW(Row) case Row::loss:
    WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
    return true;
  }
  return false;
}

inline int32_t classes_of(Loss loss, int32_t outputs) {
  switch (loss) {
#define WEFT_ROW(Row) \
  case Row::loss:     \
    return Row::classes(outputs);
    WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
  }
  return 0;
}

inline OutputFunction output_of(Loss loss) {
  switch (loss) {
#define WEFT_ROW(Row) \
  case Row::loss:     \
    return Row::output;
    WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
  }
  return OutputFunction::linear;
}

// y = output(z), of an output by itself.
template <class Row, class Math, class V>
WEFT_DEVICE inline V output_element(V z) {
  if constexpr (Row::output == OutputFunction::sigmoid) {
    return Math::sigmoid(z);
  } else {
    return z;
  }
}

}  // namespace
}  // namespace weft
