// What a network is, apart from its parameters; validated once, when it is made from what crossed the ABI.
#pragma once

#include <cstdint>
#include <vector>

#include "dropout.h"
#include "math/activation.h"
#include "math/loss.h"
#include "weft/weft.h"

namespace weft {

// Throw WEFT_INVALID_ARGUMENT for a number that is none of the constants, and for a parameter out of range.
Activation activation_of(int32_t code, float parameter);
Loss loss_of(int32_t code);

// y = activation(xW + b), x [in] after dropout, y [out]; kernel and bias stand at these offsets of the flat parameters.
struct DenseLayer {
  int32_t in;
  int32_t out;
  Activation activation;
  Dropout input_dropout;
  int64_t kernel;
  int64_t bias;
};

struct Architecture {
  // Throws WEFT_INVALID_ARGUMENT where the description breaks a rule of weft.h.
  Architecture(int32_t inputs, const weft_dense_layer* layers, int32_t layer_count, int32_t loss);

  int32_t inputs;
  std::vector<DenseLayer> layers;
  Loss loss;
  int64_t parameters;

  int32_t outputs() const { return layers.back().out; }

  // Outputs of a softmax, 2 for one sigmoid, 0 where outputs are not classes.
  int32_t classes() const;

  // The widest of input and layers.
  int32_t max_width() const;
};

}  // namespace weft
