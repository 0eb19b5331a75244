// The dense kernels of the fused path, compiled once an instruction set with WEFT_KERNEL_TABLE naming the table:
// products of layers whose input stands in blocks of floats, which are all above the first, and the first one where
// samples are floats or some are dropped; and what else the layers above the first need. Their tiles: tiles.h.
//
// As in cpu/kernels.cpp, nothing here may come from a header as an inline function with external linkage.
#include "cpu/fused/losses.h"
#include "cpu/fused/tiles.h"
#include "cpu/vector_philox.h"

namespace weft::cpu::fused {
namespace {

template <>
struct Reader<Blocks> {
  static constexpr float scale = 1.0f;

  template <int R, int V>
  static inline __attribute__((always_inline)) void multiply(const Blocks& x, int64_t row, int64_t depth,
                                                             Array<const float*, V>& w, Sums<R, V>& sum) {
    const float* block = x.x + row * row_stride;
    for (int64_t first = 0; first < depth; first += x.block_columns, block += block_size) {
      int64_t count = depth - first < x.block_columns ? depth - first : x.block_columns;
      for (int64_t k = 0; k < count; k++) product_step<R, V, row_stride>(block + k, w, sum);
    }
  }

  using Place = const float*;
  static int64_t block_columns(const Blocks& x, int64_t) { return x.block_columns; }
  static Place place(const Blocks& x, int64_t input) {
    return x.x + input / x.block_columns * block_size + input % x.block_columns;
  }

  template <int K>
  class Columns {
   public:
    static constexpr int64_t distance = row_stride;
    Columns(const Blocks&, int64_t, Place place) : place_(place) {}
    const float* first() const { return place_; }

   private:
    Place place_;
  };
};

// dy activation'(z), from y = activation(z).
inline Vec derived(const Activation& activation, Vec y, Vec dy) {
  switch (activation.code) {
#define WEFT_ROW(Row)                                                                                     \
  case Row::code:                                                                                         \
    if constexpr (!Row::needs_z) dy = Row::template backward<VectorMath>(y, y, dy, activation.parameter); \
    return dy;
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return dy;
  }
}

template <int R, int V>
__attribute__((noinline)) void input_gradient_tile(const InputGradient& task, int64_t row, int64_t panel) {
  Array<const float*, V> w;
  Sums<R, V> sum;
  for (int v = 0; v < V; v++) {
    w[v] = task.panels + (panel + v) * task.depth * lanes;
#pragma GCC unroll 16
    for (int r = 0; r < R; r++) sum[r][v] = Vec{};
  }
  Reader<Blocks>::multiply<R, V>({task.dz, row_stride}, row, task.depth, w, sum);
#pragma GCC unroll 16
  for (int r = 0; r < R; r++) {
    for (int v = 0; v < V; v++) {
      int64_t at = (row + r) * row_stride + (panel + v) * lanes;
      Vec dx = sum[r][v];
      if (task.scale != nullptr) dx *= load(task.scale + at);
      store(task.dx + at, derived(task.activation, load(task.y + at), dx));
    }
  }
}

template <int R, int V>
struct InputGradientTile {
  static void run(const InputGradient& task, int64_t row, int64_t panel) {
    input_gradient_tile<R, V>(task, row, panel);
  }
};

void input_gradient(const InputGradient* task) { over_rows<InputGradientTile>(*task, {}); }

void apply_gradient(GradientUse use, Tensor tensor, const OptimizerStep& step, const float* gradient, int64_t count,
                    float* sums, float* parameters, float* first_moments, float* second_moments, float* average) {
  GradientEnd end(use, step);
  for (int64_t at = 0; at < count; at += lanes) {
    Vec g = load(gradient + at);
    if (tensor == Tensor::kernel) {
      end.take<Tensor::kernel>(g, sums + at, parameters + at, first_moments + at, second_moments + at);
    } else {
      end.take<Tensor::bias>(g, sums + at, parameters + at, first_moments + at, second_moments + at);
    }
    if (average != nullptr) end.average(parameters + at, average + at);
  }
}

// A run of columns that lie side by side: bits are drawn for whole vectors of blocks, which may begin before it and end
// behind it.
void dropout(const DropoutMask* mask, int64_t first_row, int64_t rows, int64_t width, int64_t columns,
             const float* from, float* to, float* factors) {
  DropBytes drops(*mask);
  const float scale = mask->scale;
  uint8_t bytes[row_stride + 2 * DropBytes::elements];
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t first = 0; first < width; first += columns) {
      int64_t count = width - first < columns ? width - first : columns;
      int64_t element = (first_row + row) * width + first;
      int64_t before = element % 4;
      for (int64_t i = 0; i < before + count; i += DropBytes::elements) {
        drops.draw(static_cast<uint32_t>((element + i) / 4), bytes + i);
      }
      const uint8_t* dropped = bytes + before;
      int64_t at = first / columns * block_size + row * row_stride;
      for (int64_t i = 0; i < count; i++) {
        float factor = dropped[i] != 0 ? 0.0f : scale;
        to[at + i] = from[at + i] * factor;
        if (factors != nullptr) factors[at + i] = factor;
      }
    }
  }
}

void transpose(int64_t in, int64_t out, const float* panels, float* transposed) {
  for (int64_t first = 0; first < in; first += lanes, transposed += out * lanes) {
    int64_t count = in - first < lanes ? in - first : lanes;
    for (int64_t panel = 0; panel * lanes < out; panel++) {
      const float* from = panels + (panel * in + first) * lanes;
      int64_t columns = out - panel * lanes < lanes ? out - panel * lanes : lanes;
      for (int64_t o = 0; o < columns; o++) {
        float* to = transposed + (panel * lanes + o) * lanes;
        for (int64_t i = 0; i < count; i++) to[i] = from[i * lanes + o];
      }
    }
  }
}

void output(const BlockOutput* task) {
  switch (task->function) {
    case OutputFunction::softmax:
      return softmax(*task);
    case OutputFunction::sigmoid:
      return sigmoids(*task);
    case OutputFunction::linear:
      return linear(*task);
  }
}

void loss(const BlockLoss* task) {
  switch (task->loss) {
#define WEFT_ROW(Row)                   \
  case Row::loss:                       \
    if constexpr (Row::separate) {      \
      return separate_loss<Row>(*task); \
    } else {                            \
      return softmax_loss(*task);       \
    }
    WEFT_LOSSES(WEFT_ROW)
#undef WEFT_ROW
  }
}

}  // namespace

extern const DenseKernels WEFT_KERNEL_TABLE;
const DenseKernels WEFT_KERNEL_TABLE = {
    lanes, forward<Blocks>, input_gradient, kernel_gradient<Blocks>, apply_gradient, dropout, transpose, output, loss,
};

}  // namespace weft::cpu::fused
