// Parameters and moments: from the flat arrays of weft.h into a block's own layouts at the begin of a slice, and back
// at its end.
#pragma once

#include "cuda/small/first_layer.h"

namespace weft::cuda::small {

template <class Frame>
WEFT_BODY float* flat_state(const Frame& frame, int array) {
  if (array == 0) return frame.run.parameters;
  return array == 1 ? frame.run.first_moments : frame.run.second_moments;
}

// Calls body(vector's place, flat index of its first column, real columns of it) for own vectors of the first layer.
template <class Frame, class Body>
WEFT_BODY void for_first_vectors(const Frame& frame, const Body& body) {
  constexpr int width = Frame::Kind::width;
  const FirstLayer& layer = frame.shape.first;
  for (int item = frame.thread; item < 4 * layer.words * layer.groups; item += frame.threads) {
    int group = item % layer.groups;
    int feature = item / layer.groups;
    int real = feature < layer.in ? frame.columns - group * width : 0;
    body(kernel_index(layer, width, feature % 4, group, feature / 4),
         layer.kernel + static_cast<int64_t>(feature) * layer.out + frame.first_column + group * width, real);
  }
}

template <class Frame>
WEFT_BODY void load_state(const Frame& frame) {
  constexpr int width = Frame::Kind::width;
  const FirstLayer& first = frame.shape.first;
  Shared<float> kernel = frame.view(first.kernels[0]);
  for (int array = 0; array < 3; array++) {
    const float* from = flat_state(frame, array);
    for_first_vectors(frame, [&](int at, int64_t flat, int real) {
      Pack<float, width> pack;
      for (int c = 0; c < width; c++) pack[c] = c < real ? from[flat + c] : 0.0f;
      if (array == 0) {
        kernel.template store<width>(at, pack);
      } else {
        FirstState<Frame>(frame, array).store(at, pack);
      }
    });
    Shared<float> biases = frame.view(first.biases).from(array * first.columns);
    for (int i = frame.thread; i < first.columns; i += frame.threads) {
      biases.set(i, i < frame.columns ? from[first.bias + frame.first_column + i] : 0.0f);
    }
    for (int l = 0; l < frame.shape.upper_layers; l++) {
      const UpperLayer& layer = frame.shape.upper[l];
      Shared<float> to = frame.view(layer.kernels[array]);
      for (int i = frame.thread; i < layer.in * layer.out; i += frame.threads) {
        to.set(i / layer.out * layer.pitch + i % layer.out, from[layer.kernel + i]);
      }
      Shared<float> upper_biases = frame.view(layer.biases).from(array * layer.out);
      for (int i = frame.thread; i < layer.out; i += frame.threads) upper_biases.set(i, from[layer.bias + i]);
    }
  }
  // Columns that only pad have gradients of 0 for good.
  Shared<float> dz = frame.view(first.dz[0]);
  for (int i = frame.thread; i < first.dz[0].count; i += frame.threads) dz.set(i, 0);
}

// The blocks' copies of the upper layers are the same; the first block's is kept.
template <class Frame>
WEFT_BODY void store_state(const Frame& frame) {
  constexpr int width = Frame::Kind::width;
  const FirstLayer& first = frame.shape.first;
  Shared<float> kernel = frame.view(first.kernels[0]);
  for (int array = 0; array < 3; array++) {
    float* to = flat_state(frame, array);
    for_first_vectors(frame, [&](int at, int64_t flat, int real) {
      if (real <= 0) return;
      Pack<float, width> pack = array == 0 ? kernel.template load<width>(at) : FirstState<Frame>(frame, array).load(at);
      for (int c = 0; c < width; c++) {
        if (c < real) to[flat + c] = pack[c];
      }
    });
    Shared<float> biases = frame.view(first.biases).from(array * first.columns);
    for (int i = frame.thread; i < frame.columns; i += frame.threads) {
      to[first.bias + frame.first_column + i] = biases[i];
    }
    if (frame.rank != 0) continue;
    for (int l = 0; l < frame.shape.upper_layers; l++) {
      const UpperLayer& layer = frame.shape.upper[l];
      Shared<float> from = frame.view(layer.kernels[array]);
      for (int i = frame.thread; i < layer.in * layer.out; i += frame.threads) {
        to[layer.kernel + i] = from[i / layer.out * layer.pitch + i % layer.out];
      }
      Shared<float> upper_biases = frame.view(layer.biases).from(array * layer.out);
      for (int i = frame.thread; i < layer.out; i += frame.threads) to[layer.bias + i] = upper_biases[i];
    }
  }
}

}  // namespace weft::cuda::small
