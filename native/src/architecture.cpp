#include "architecture.h"

#include <algorithm>

#include "error.h"

namespace weft {

Activation activation_of(int32_t code, float parameter) {
  Activation activation{code, parameter};
  require(exists(activation), "there is no activation ", code, " with the parameter ", parameter);
  return activation;
}

Loss loss_of(int32_t code) {
  Loss loss = static_cast<Loss>(code);
  require(exists(loss), "loss ", code, " does not exist");
  return loss;
}

Architecture::Architecture(int32_t input_width, const weft_dense_layer* description, int32_t layer_count,
                           int32_t loss_code)
    : inputs(input_width), loss(loss_of(loss_code)), parameters(0) {
  require(inputs >= 1 && inputs <= WEFT_MAX_WIDTH, "inputs is ", inputs, ", expected 1 to ", WEFT_MAX_WIDTH);
  require(description != nullptr, "layers is null");
  require(layer_count >= 1 && layer_count <= WEFT_MAX_LAYERS, "layer_count is ", layer_count, ", expected 1 to ",
          WEFT_MAX_LAYERS);
  int32_t in = inputs;
  for (int32_t i = 0; i < layer_count; i++) {
    const weft_dense_layer& layer = description[i];
    require(layer.units >= 1 && layer.units <= WEFT_MAX_WIDTH, "units of layer ", i, " is ", layer.units,
            ", expected 1 to ", WEFT_MAX_WIDTH);
    require(layer.input_dropout >= 0 && layer.input_dropout < 1, "input_dropout of layer ", i, " is ",
            layer.input_dropout, ", expected a rate in [0, 1)");
    require(layer.unscaled_dropout == 0 || layer.unscaled_dropout == 1, "unscaled_dropout of layer ", i, " is ",
            layer.unscaled_dropout, ", expected 0 or 1");
    int64_t kernel = parameters;
    int64_t bias = kernel + static_cast<int64_t>(in) * layer.units;
    layers.push_back({in,
                      layer.units,
                      activation_of(layer.activation, layer.activation_parameter),
                      {layer.input_dropout, layer.unscaled_dropout == 0},
                      kernel,
                      bias});
    parameters = bias + layer.units;
    require(parameters <= WEFT_MAX_PARAMETERS, "the network has more than ", WEFT_MAX_PARAMETERS, " parameters");
    in = layer.units;
  }
  require(layers.back().activation.code == WEFT_LINEAR,
          "the last layer must be linear: the loss brings the output function");
  require(output_of(loss) != OutputFunction::softmax || outputs() >= 2, "a softmax needs at least 2 outputs");
}

int32_t Architecture::classes() const { return classes_of(loss, outputs()); }

int32_t Architecture::max_width() const {
  int32_t width = inputs;
  for (const DenseLayer& layer : layers) width = std::max(width, layer.out);
  return width;
}

}  // namespace weft
