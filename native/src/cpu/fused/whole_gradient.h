// A batch's gradient that is used when all of it is known, as where it is clipped by its norm: it stays in the sums
// that batches of several chunks have, and the network's caller uses it between two slices.
#pragma once

#include "cpu/fused/kernels.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

// What pads the panels is 0.
inline double squared_norm(const Tensors& gradient) {
  return squared_sum(gradient.panels.data(), static_cast<int64_t>(gradient.panels.size())) +
         squared_sum(gradient.bias.data(), static_cast<int64_t>(gradient.bias.size()));
}

// Updates a layer with its gradient, which is scaled before.
inline void use_gradient(const DenseKernels& kernels, const OptimizerStep& step, float scale, Tensors& gradient,
                         LayerState& layer) {
  auto use = [&](Tensor tensor, AlignedBuffer<float>& g, AlignedBuffer<float>& w, AlignedBuffer<float>& m,
                 AlignedBuffer<float>& v, float* average) {
    for (std::size_t i = 0; i < g.size(); i++) g.data()[i] *= scale;
    kernels.apply_gradient(GradientUse::update, tensor, step, g.data(), static_cast<int64_t>(g.size()), g.data(),
                           w.data(), m.data(), v.data(), average);
  };
  use(Tensor::kernel, gradient.panels, layer.parameters.panels, layer.first_moments.panels, layer.second_moments.panels,
      layer.average_panels());
  use(Tensor::bias, gradient.bias, layer.parameters.bias, layer.first_moments.bias, layer.second_moments.bias,
      layer.average_bias());
}

}  // namespace weft::cpu::fused
