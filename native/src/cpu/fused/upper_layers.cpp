#include "cpu/fused/upper_layers.h"

namespace weft::cpu::fused {
UpperLayers::UpperLayers(const Shape& shape, const DenseKernels& kernels)
    : shape_(shape), kernels_(kernels), gradients_{block(), block()} {
  for (const LayerShape& layer : shape.upper) {
    bool drops = layer.input_dropout.rate > 0;
    std::size_t transposed =
        static_cast<std::size_t>((layer.in + layer.lanes - 1) / layer.lanes * layer.lanes * layer.out);
    layers_.push_back({block(), drops ? block() : AlignedBuffer<float>(), drops ? block() : AlignedBuffer<float>(),
                       LayerState(layer), nullptr, AlignedBuffer<float>(transposed)});
    sums_.emplace_back(layer);
  }
}

void UpperLayers::begin(ReplicaState& replica, Division division, int thread) {
  for (std::size_t i = 0; i < layers_.size(); i++) {
    bool copies = division == Division::by_first_layer && thread != 0;
    if (copies) layers_[i].copy.copy_from(replica.upper[i]);
    layers_[i].trained = copies ? &layers_[i].copy : &replica.upper[i];
  }
  transpose();
}

void UpperLayers::transpose() {
  for (std::size_t i = 0; i < layers_.size(); i++) transpose(i);
}

void UpperLayers::transpose(std::size_t i) {
  kernels_.transpose(shape_.upper[i].in, shape_.upper[i].out, layers_[i].trained->parameters.panels.data(),
                     layers_[i].transposed.data());
}

void UpperLayers::multiply(std::size_t i, const Tensors& parameters, int64_t rows, const float* x) {
  const LayerShape& layer = shape_.upper[i];
  Forward<Blocks> task{rows, layer.in,     {x, row_stride},  parameters.panels.data(), parameters.bias.data(),
                       0,    layer.panels, layer.activation, layers_[i].y.data(),      {}};
  kernels_.forward(&task);
}

const float* UpperLayers::forward(const Slice& slice, const Chunk& chunk, const float* x) {
  for (std::size_t i = 0; i < layers_.size(); i++) {
    const LayerShape& layer = shape_.upper[i];
    if (layer.input_dropout.rate > 0) {
      DropoutMask mask = layer.mask(slice.seed, slice.number(chunk));
      kernels_.dropout(&mask, chunk.first, chunk.rows, layer.in, row_stride, x, layers_[i].dropped.data(),
                       layers_[i].factors.data());
      x = layers_[i].dropped.data();
    }
    multiply(i, layers_[i].trained->parameters, chunk.rows, x);
    x = layers_[i].y.data();
  }
  return x;
}

const float* UpperLayers::forward(const ReplicaState& replica, int64_t rows, const float* x) {
  for (std::size_t i = 0; i < layers_.size(); i++) {
    multiply(i, replica.upper[i].answering(), rows, x);
    x = layers_[i].y.data();
  }
  return x;
}

float* UpperLayers::logits_gradient(float* dz_first) {
  return layers_.empty() ? dz_first : gradients_[layers_.size() % 2].data();
}

// The gradients by the layers' linear outputs lie in two buffers in turn: that of the network's layer i in i % 2.
void UpperLayers::backward(const Slice& slice, const Chunk& chunk, GradientUse use, const float* first_activations,
                           Range first_panels, std::vector<Tensors>& sums, float* dz_first) {
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const LayerShape& layer = shape_.upper[i];
    const LayerShape& below = i == 0 ? shape_.first : shape_.upper[i - 1];
    Layer& own = layers_[i];
    LayerState& state = *own.trained;
    const float* dz = gradients_[(i + 1) % 2].data();
    const float* y = i == 0 ? first_activations : layers_[i - 1].y.data();
    bool drops = layer.input_dropout.rate > 0;
    InputGradient by_input{chunk.rows,
                           layer.out,
                           dz,
                           own.transposed.data(),
                           i == 0 ? first_panels.begin : 0,
                           i == 0 ? first_panels.end : below.panels,
                           below.activation,
                           y,
                           drops ? own.factors.data() : nullptr,
                           i == 0 ? dz_first : gradients_[i % 2].data()};
    kernels_.input_gradient(&by_input);
    KernelGradient<Blocks> by_kernel{chunk.rows,
                                     layer.in,
                                     {drops ? own.dropped.data() : y, row_stride},
                                     dz,
                                     0,
                                     layer.panels,
                                     0,
                                     layer.in,
                                     use,
                                     &slice.update(chunk),
                                     sums[i].panels.data(),
                                     sums[i].bias.data(),
                                     state.parameters.panels.data(),
                                     state.first_moments.panels.data(),
                                     state.second_moments.panels.data(),
                                     state.parameters.bias.data(),
                                     state.first_moments.bias.data(),
                                     state.second_moments.bias.data(),
                                     state.average_panels(),
                                     state.average_bias(),
                                     {}};
    kernels_.kernel_gradient(&by_kernel);
    if (updates(use)) transpose(i);
  }
}

void UpperLayers::update_share(Share share, const Slice& slice, const Chunk& chunk,
                               const std::vector<Tensors>& gradients, std::vector<Tensors>& sums) {
  for (std::size_t i = 0; i < layers_.size(); i++) {
    const LayerShape& layer = shape_.upper[i];
    LayerState& state = *layers_[i].trained;
    int64_t first = share.begin(layer.panels * layer.in) * layer.lanes;
    int64_t last = share.end(layer.panels * layer.in) * layer.lanes;
    kernels_.apply_gradient(chunk.use, Tensor::kernel, slice.update(chunk), gradients[i].panels.data() + first,
                            last - first, sums[i].panels.data() + first, state.parameters.panels.data() + first,
                            state.first_moments.panels.data() + first, state.second_moments.panels.data() + first,
                            state.average ? state.average_panels() + first : nullptr);
    if (share.thread > 0) continue;
    kernels_.apply_gradient(chunk.use, Tensor::bias, slice.update(chunk), gradients[i].bias.data(),
                            layer.panels * layer.lanes, sums[i].bias.data(), state.parameters.bias.data(),
                            state.first_moments.bias.data(), state.second_moments.bias.data(), state.average_bias());
  }
}

}  // namespace weft::cpu::fused
