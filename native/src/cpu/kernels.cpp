// The element-wise kernels, written so that the compiler vectorises them. Compiled once for each instruction set, with
// WEFT_KERNEL_TABLE naming the table.
//
// Nothing here may come from a header as an inline function with external linkage (no <algorithm>, no <vector>): the
// linker keeps one copy of such a function, which could be the AVX-512 one, and a machine without it would crash.
#include "cpu/kernels.h"

#include <math.h>
#include <stddef.h>

#include "cpu/update.h"
#include "cpu/vector_philox.h"

namespace weft::cpu {
namespace {

constexpr float pixel_scale = 1.0f / 255.0f;

// e^x for x <= 0, within 2 ulp; 0 below -87.3, where the result would be subnormal; NaN stays NaN. x is reduced to r in
// [-ln 2 / 2, ln 2 / 2] with x = n ln 2 + r, ln 2 being split in two so that n ln 2 is exact; e^r is the polynomial of
// Cephes' expf.
inline float exp_nonpositive(float x) {
  constexpr float lowest = -87.33654f;
  constexpr float rounder = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest whole number in the low bits
  float shifted = x * 1.44269504f + rounder;
  float n = shifted - rounder;
  float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  uint32_t bits;
  __builtin_memcpy(&bits, &shifted, sizeof(bits));
  bits = (bits + 127u) << 23;  // the bits of 2^n: the rounder's own low bits are 0 and the high ones are shifted out
  float power;
  __builtin_memcpy(&power, &bits, sizeof(power));
  return x < lowest ? 0.0f : p * power;
}

inline float sigmoid_float(float z) {
  float e = exp_nonpositive(z < 0 ? z : -z);
  float small = e / (1.0f + e);
  return z < 0 ? small : 1.0f / (1.0f + e);
}

// Near 0 the odd polynomial of Cephes' tanhf, since 1 - e loses digits there.
inline float tanh_float(float z) {
  float size = z < 0 ? -z : z;
  float s = z * z;
  float p = -5.70498872745e-3f;
  p = p * s + 2.06390887954e-2f;
  p = p * s - 5.37397155531e-2f;
  p = p * s + 1.33314422036e-1f;
  p = p * s - 3.33332819422e-1f;
  float near = p * s * z + z;
  float e = exp_nonpositive(-2.0f * size);
  float far = (1.0f - e) / (1.0f + e);
  return size < 0.625f ? near : (z < 0 ? -far : far);
}

// The normal distribution's function and density.
inline float normal_distribution(float z) { return 0.5f * erfcf(z * -0.707106781f); }
inline float normal_density(float z) { return 0.398942280f * exp_nonpositive(-0.5f * z * z); }

void scale_pixels(int64_t count, const uint8_t* in, float* out) {
  for (int64_t i = 0; i < count; i++) out[i] = static_cast<float>(in[i]) * pixel_scale;
}

void fill_rows(int64_t rows, int64_t width, const float* bias, float* z) {
  for (int64_t row = 0; row < rows; row++) {
    __builtin_memcpy(z + row * width, bias, static_cast<size_t>(width) * sizeof(float));
  }
}

// Sums of 64 rows are added up first: with batches of thousands one running float sum would lose digits.
void column_sums(int64_t rows, int64_t columns, int64_t stride, const float* matrix, float* sums) {
  constexpr int64_t block_rows = 64;
  constexpr int64_t block_columns = 64;
  for (int64_t first = 0; first < columns; first += block_columns) {
    int64_t width = columns - first < block_columns ? columns - first : block_columns;
    float total[block_columns] = {};
    for (int64_t from = 0; from < rows; from += block_rows) {
      int64_t to = from + block_rows < rows ? from + block_rows : rows;
      float partial[block_columns] = {};
      for (int64_t row = from; row < to; row++) {
        const float* values = matrix + row * stride + first;
        for (int64_t c = 0; c < width; c++) partial[c] += values[c];
      }
      for (int64_t c = 0; c < width; c++) total[c] += partial[c];
    }
    for (int64_t c = 0; c < width; c++) sums[first + c] = total[c];
  }
}

// What math/activation.h and math/loss.h ask for, of floats; losses are summed in double.
struct ScalarMath {
  static float sigmoid(float z) { return sigmoid_float(z); }
  static float hyperbolic_tangent(float z) { return tanh_float(z); }
  static float normal_distribution(float z) { return cpu::normal_distribution(z); }
  static float normal_density(float z) { return cpu::normal_density(z); }
  static double exponential(double x) { return exp(x); }
  static double log_one_plus(double x) { return log1p(x); }
  static double size(double x) { return fabs(x); }
};

template <class Row>
void forward(float parameter, int64_t count, const float* z, float* y) {
  for (int64_t i = 0; i < count; i++) y[i] = Row::template forward<ScalarMath>(z[i], parameter);
}

template <class Row>
void backward(float parameter, int64_t count, const float* z, const float* y, const float* dy, float* dz) {
  for (int64_t i = 0; i < count; i++) {
    dz[i] = Row::template backward<ScalarMath>(Row::needs_z ? z[i] : y[i], y[i], dy[i], parameter);
  }
}

void activation_forward(const Activation* activation, int64_t count, const float* z, float* y) {
  switch (activation->code) {
#define WEFT_ROW(Row) \
  case Row::code:     \
    return forward<Row>(activation->parameter, count, z, y);
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return;
  }
}

void activation_backward(const Activation* activation, int64_t count, const float* z, const float* y, const float* dy,
                         float* dz) {
  switch (activation->code) {
#define WEFT_ROW(Row) \
  case Row::code:     \
    return backward<Row>(activation->parameter, count, z, y, dy, dz);
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return;
  }
}

void dropout(const DropoutMask* mask, int64_t first, int64_t count, const float* x, float* y) {
  constexpr int64_t piece = 8 * DropBytes::elements;
  DropBytes drops(*mask);
  const float scale = mask->scale;
  uint8_t dropped[piece];
  for (int64_t i = 0; i < count; i += piece) {
    int64_t end = count - i < piece ? count - i : piece;
    for (int64_t k = 0; k < end; k += DropBytes::elements) {
      drops.draw(static_cast<uint32_t>((first + i + k) / 4), dropped + k);
    }
    for (int64_t k = 0; k < end; k++) {
      float kept = x[i + k] * scale;
      y[i + k] = dropped[k] != 0 ? 0.0f : kept;
    }
  }
}

// What a row's softmax leaves for its loss: log p = z - largest - log(sum).
struct SoftmaxRow {
  float largest;
  float sum;
};

// p = softmax(z), of a row.
inline SoftmaxRow softmax(int64_t width, const float* z, float* p) {
  float largest = z[0];
  for (int64_t k = 1; k < width; k++) largest = z[k] > largest ? z[k] : largest;
  for (int64_t k = 0; k < width; k++) p[k] = exp_nonpositive(z[k] - largest);
  // A NaN among the logits may have lost against every comparison; the sum has it.
  float sum = 0;
  for (int64_t k = 0; k < width; k++) sum += p[k];
  float inverse = 1.0f / sum;
  for (int64_t k = 0; k < width; k++) p[k] *= inverse;
  return {largest, sum};
}

void output(OutputFunction function, int64_t rows, int64_t width, const float* z, float* y) {
  switch (function) {
    case OutputFunction::softmax:
      for (int64_t row = 0; row < rows; row++) softmax(width, z + row * width, y + row * width);
      return;
    case OutputFunction::sigmoid:
      for (int64_t i = 0; i < rows * width; i++) y[i] = sigmoid_float(z[i]);
      return;
    case OutputFunction::linear:
      __builtin_memcpy(y, z, static_cast<size_t>(rows * width) * sizeof(float));
  }
}

void softmax_cross_entropy(const LossRows* rows) {
  int64_t width = rows->width;
  for (int64_t row = 0; row < rows->rows; row++) {
    const float* z = rows->logits + row * width;
    const float* t = rows->targets + row * width;
    float* p = rows->outputs + row * width;
    SoftmaxRow softmax_row = softmax(width, z, p);
    float target_sum = 0;
    for (int64_t k = 0; k < width; k++) target_sum += t[k];
    double log_sum = log(static_cast<double>(softmax_row.sum));
    double loss = 0;
    for (int64_t k = 0; k < width; k++) {
      if (t[k] != 0) loss -= t[k] * ((static_cast<double>(z[k]) - softmax_row.largest) - log_sum);
    }
    float weight = rows->weights[row];
    rows->row_losses[row] = weight * loss;
    if (rows->dlogits != nullptr) {
      float* d = rows->dlogits + row * width;
      float scale = weight * rows->scale;
      for (int64_t k = 0; k < width; k++) d[k] = (p[k] * target_sum - t[k]) * scale;
    }
  }
}

template <class Row>
void separate_loss(const LossRows* rows) {
  int64_t width = rows->width;
  float inverse_width = 1.0f / static_cast<float>(width);
  for (int64_t row = 0; row < rows->rows; row++) {
    const float* z = rows->logits + row * width;
    const float* t = rows->targets + row * width;
    const float* y = z;
    float weight = rows->weights[row];
    double loss = 0;
    for (int64_t k = 0; k < width; k++) {
      loss += Row::template value<ScalarMath>(static_cast<double>(z[k]), static_cast<double>(t[k]));
    }
    if constexpr (Row::output != OutputFunction::linear) {
      float* p = rows->outputs + row * width;
      for (int64_t k = 0; k < width; k++) p[k] = output_element<Row, ScalarMath>(z[k]);
      y = p;
    }
    rows->row_losses[row] = weight * loss / static_cast<double>(width);
    if (rows->dlogits != nullptr) {
      float* d = rows->dlogits + row * width;
      float scale = Row::factor * weight * rows->scale * inverse_width;
      for (int64_t k = 0; k < width; k++) d[k] = Row::slope(y[k], t[k]) * scale;
    }
  }
}

void loss(Loss kind, const LossRows* rows) {
  switch (kind) {
#define WEFT_ROW(Row)                     \
  case Row::loss:                         \
    if constexpr (Row::separate) {        \
      return separate_loss<Row>(rows);    \
    } else {                              \
      return softmax_cross_entropy(rows); \
    }
    WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
  }
}

template <Tensor tensor>
void update_tensor(const OptimizerStep& step, int64_t count, const float* g, float* w, float* m, float* v,
                   float* average) {
  UpdateConstants<Vec> constants = in_every_lane<UpdateMath, Vec>(step);
  int64_t whole = count / lanes * lanes;
  if (average == nullptr) {
    for (int64_t i = 0; i < whole; i += lanes) update_vector<tensor>(constants, load(g + i), w + i, m + i, v + i);
  } else {
    Vec keep = splat(step.average_keep);
    for (int64_t i = 0; i < whole; i += lanes) {
      update_vector<tensor>(constants, load(g + i), w + i, m + i, v + i);
      average_vector(keep, w + i, average + i);
    }
  }
  if (whole == count) return;
  // The rest through the same vector code, on copies.
  size_t bytes = static_cast<size_t>(count - whole) * sizeof(float);
  float rest[4][lanes] = {};
  float* from[3] = {w + whole, m + whole, v + whole};
  for (int i = 0; i < 3; i++) __builtin_memcpy(rest[i], from[i], bytes);
  __builtin_memcpy(rest[3], g + whole, bytes);
  update_vector<tensor>(constants, load(rest[3]), rest[0], rest[1], rest[2]);
  for (int i = 0; i < 3; i++) __builtin_memcpy(from[i], rest[i], bytes);
  if (average == nullptr) return;
  float average_rest[lanes] = {};
  __builtin_memcpy(average_rest, average + whole, bytes);
  average_vector(splat(step.average_keep), rest[0], average_rest);
  __builtin_memcpy(average + whole, average_rest, bytes);
}

void update(Tensor tensor, const OptimizerStep* step, int64_t count, const float* g, float* w, float* m, float* v,
            float* average) {
  if (tensor == Tensor::kernel) return update_tensor<Tensor::kernel>(*step, count, g, w, m, v, average);
  update_tensor<Tensor::bias>(*step, count, g, w, m, v, average);
}

}  // namespace

extern const Kernels WEFT_KERNEL_TABLE;
const Kernels WEFT_KERNEL_TABLE = {
    scale_pixels, fill_rows, column_sums, activation_forward, activation_backward, dropout, output, loss, update,
};

}  // namespace weft::cpu
