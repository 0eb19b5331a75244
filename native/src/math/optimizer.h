// The optimizers, once for all backends: what crosses the ABI is checked and made into the constants of a step, in
// double precision on the host, so that every backend takes the same numbers; and the body of the update, which each
// kernel applies to its gradients. The definition in plain Java is dev.weft.nn.Optimizer.
//
// The body is a template over the type of its elements (float, or a vector of them) and over Math, which has what each
// backend computes its own way: multiply_add(a, b, c) = a b + c, and subtract_quotient(w, n, v, epsilon) = w - n /
// (sqrt(v) + epsilon).
//
// The average of the parameters is a sweep's last touch of an element, after any optimizer's update.
//
// To add one: native/ADDING.md.
#pragma once

#include <math.h>
#include <stdint.h>

#include "portable.h"
#include "weft/weft.h"

namespace weft {

// The constants of one Adam update in Keras form (Kingma and Ba, 2015): m += (g - m) keep1, v += (g g - v) keep2, w -=
// step_size m / (sqrt(v) + epsilon), where keep1 = 1 - beta1, keep2 = 1 - beta2. V is float, or a vector with the same
// in every lane.
template <class V>
struct UpdateConstants {
  V step_size;  // learning_rate sqrt(1 - beta2^t) / (1 - beta1^t)
  V keep1;
  V keep2;
  V epsilon;
  V decay;  // learning_rate weight_decay: the part of a kernel that is taken off before (Loshchilov and Hutter, 2017)
};

// What an update needs besides gradients, parameters and moments.
struct OptimizerStep : UpdateConstants<float> {
  float clip_norm;     // the largest norm over all tensors that gradients are left with; 0: as they are
  float average_keep;  // 1 - average_decay: the part of the new parameters in their average, where there is one
};

// What the moments' start at 0 does to the update number `step`, from 1.
struct MomentBias {
  double root;  // sqrt(1 - beta2^step)
  double rest;  // 1 - beta1^step
};
MomentBias moment_bias(const weft_optimizer& optimizer, int64_t step);

// The constants of an update.
OptimizerStep optimizer_step(const weft_optimizer& optimizer, float learning_rate, const MomentBias& bias);

// The constants of the update number `step`, from 1.
OptimizerStep optimizer_step(const weft_optimizer& optimizer, float learning_rate, int64_t step);

// Throws WEFT_INVALID_ARGUMENT where one of weft.h's ranges is left.
void require_optimizer(const weft_optimizer& optimizer);

// What a tensor of parameters is: an optimizer may treat kernels and biases differently.
enum class Tensor : int32_t { kernel, bias };

namespace {

// The sum of squares, in one order, whoever adds up: eight sums, each of every eighth value.
inline double squared_sum(const float* values, int64_t count) {
  constexpr int64_t sums = 8;
  double sum[sums] = {};
  int64_t whole = count / sums * sums;
  for (int64_t i = 0; i < whole; i += sums) {
    for (int64_t k = 0; k < sums; k++)
      sum[k] += static_cast<double>(values[i + k]) * static_cast<double>(values[i + k]);
  }
  for (int64_t i = whole; i < count; i++)
    sum[i - whole] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  double total = 0;
  for (int64_t k = 0; k < sums; k++) total += sum[k];
  return total;
}

// The factor on gradients of this squared norm. A norm that is not a number makes them all so: a divergence shows.
WEFT_DEVICE inline float clip_scale(float clip_norm, double squared_norm) {
  double norm = sqrt(squared_norm);
  return norm <= static_cast<double>(clip_norm) ? 1.0f : static_cast<float>(static_cast<double>(clip_norm) / norm);
}

template <class Math, class V>
inline UpdateConstants<V> in_every_lane(const OptimizerStep& step) {
  return {Math::splat(step.step_size), Math::splat(step.keep1), Math::splat(step.keep2), Math::splat(step.epsilon),
          Math::splat(step.decay)};
}

// Updates parameters and moments of a tensor of this kind with their gradient.
template <Tensor tensor, class Math, class V>
WEFT_DEVICE inline void update_parameters(const UpdateConstants<V>& step, V g, V& w, V& m, V& v) {
  m = Math::multiply_add(g - m, step.keep1, m);
  v = Math::multiply_add(Math::multiply_add(g, g, -v), step.keep2, v);
  if constexpr (tensor == Tensor::kernel) w = Math::multiply_add(-step.decay, w, w);
  w = Math::subtract_quotient(w, step.step_size * m, v, step.epsilon);
}

// Takes the parameters after an update into their exponential average.
template <class Math, class V>
WEFT_DEVICE inline void update_average(V keep, V w, V& average) {
  average = Math::multiply_add(w - average, keep, average);
}

}  // namespace
}  // namespace weft
