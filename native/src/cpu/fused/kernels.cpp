// The matrix loops of the fused path, compiled once an instruction set with WEFT_KERNEL_TABLE naming the table.
//
// Forward: a tile of R rows and V panels keeps its R x V sums in registers while it runs down the depth; a step loads V
// vectors of the kernel and broadcasts R inputs. Gradient: a tile of K inputs and V panels keeps K x V sums while it
// runs down the rows, and ends in the update, so that the gradient never leaves the registers. Each sum is one
// chain in the order of its index, whatever the tile, so tiles change no result.
//
// As in cpu/kernels.cpp, nothing here may come from a header as an inline function with external linkage.
#include "cpu/fused/kernels.h"

#include <stddef.h>

#include "cpu/fused/layout.h"
#include "cpu/fused/losses.h"
#include "cpu/fused/vector_math.h"
#include "cpu/simd.h"
#include "cpu/update.h"
#include "philox.h"

namespace weft::cpu::fused {
namespace {

// Sums of a tile, two panels wide, plus two vectors of the kernel and one broadcast fill the registers.
constexpr int pair_tile = (registers - 4) / 2;
// One panel wide: enough independent sums to keep both multipliers busy.
constexpr int single_tile = registers / 2;

constexpr float pixel_scale = 1.0f / 255.0f;

void stage_pixels(const uint8_t* sample, int64_t width, int64_t row, float* x) {
  for (int64_t first = 0; first < width; first += block_columns) {
    float* to = x + first / block_columns * block_size + row * row_stride;
    int64_t count = width - first < block_columns ? width - first : block_columns;
    if (count == block_columns) {
      for (int64_t i = 0; i < block_columns; i++) to[i] = static_cast<float>(sample[first + i]) * pixel_scale;
    } else {
      for (int64_t i = 0; i < count; i++) to[i] = static_cast<float>(sample[first + i]) * pixel_scale;
    }
  }
}

void stage_values(const float* sample, int64_t width, int64_t row, float* x) {
  for (int64_t first = 0; first < width; first += block_columns) {
    float* to = x + first / block_columns * block_size + row * row_stride;
    int64_t count = width - first < block_columns ? width - first : block_columns;
    for (int64_t i = 0; i < count; i++) to[i] = sample[first + i];
  }
}

// Arrays with a size that is a template's number.
template <typename T, int size>
using Array = T[static_cast<size_t>(size)];

template <int R, int V>
using Sums = Array<Array<Vec, V>, R>;

// Lets the compiler know nothing of what it has just stored: it would take the floats from the register by
// permutations, which compete with the multiplications for their port, where a broadcast from memory is free.
template <typename Buffer>
inline void keep_in_memory(Buffer& buffer) {
  __asm__("" : "+m"(buffer));
}

// One step down the depth: the inputs of R rows, `distance` floats apart, times V vectors of the kernel.
template <int R, int V, int64_t distance>
inline __attribute__((always_inline)) void product_step(const float* inputs, Array<const float*, V>& w,
                                                        Sums<R, V>& sum) {
  Array<Vec, V> kernel;
  for (int v = 0; v < V; v++) {
    kernel[v] = load(w[v]);
    w[v] += lanes;
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; r++) {
    Vec input = splat(inputs[r * distance]);
    for (int v = 0; v < V; v++) sum[r][v] = multiply_add(input, kernel[v], sum[r][v]);
  }
}

// Columns of pixels that become floats together: enough that their stores are done when the first is read again.
constexpr int strip = 64;

// The sums of R rows from `row` and V panels over the whole depth. Pixels become floats a strip of columns at a time,
// in a buffer that never leaves the first-level cache, and are not scaled yet.
template <int R, int V, bool pixels>
inline __attribute__((always_inline)) void product_tile(const Input& x, int64_t row, int64_t depth,
                                                        Array<const float*, V>& w, Sums<R, V>& sum) {
  if constexpr (pixels) {
    alignas(64) Array<float, R * strip> widened;
    for (int64_t first = 0; first < depth; first += strip) {
      int64_t count = depth - first < strip ? depth - first : strip;
      for (int r = 0; r < R; r++) {
        const uint8_t* from = x.rows[row + r] + first;
        for (int64_t i = 0; i < count; i += lanes) store(widened + r * strip + i, widen(from + i));
      }
      keep_in_memory(widened);
      for (int64_t k = 0; k < count; k++) product_step<R, V, strip>(widened + k, w, sum);
    }
  } else {
    const float* block = x.x + row * row_stride;
    for (int64_t first = 0; first < depth; first += x.block_columns, block += block_size) {
      int64_t count = depth - first < x.block_columns ? depth - first : x.block_columns;
      for (int64_t k = 0; k < count; k++) product_step<R, V, row_stride>(block + k, w, sum);
    }
  }
}

// The activation where it is a few instructions; the others follow when the panels are done.
inline Vec activated(const Activation& activation, Vec z) {
  switch (activation.code) {
#define WEFT_ROW(Row)                                                                         \
  case Row::code:                                                                             \
    if constexpr (Row::light) z = Row::template forward<VectorMath>(z, activation.parameter); \
    return z;
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return z;
  }
}

template <int R, int V, bool pixels>
__attribute__((noinline)) void forward_tile(const Forward& task, int64_t row, int64_t panel) {
  Array<const float*, V> w;
  Array<Vec, V> bias;
  Sums<R, V> sum;
  for (int v = 0; v < V; v++) {
    w[v] = task.panels + (panel + v) * task.depth * lanes;
    bias[v] = load(task.bias + (panel + v) * lanes);
#pragma GCC unroll 16
    for (int r = 0; r < R; r++) sum[r][v] = pixels ? Vec{} : bias[v];
  }
  product_tile<R, V, pixels>(task.x, row, task.depth, w, sum);
#pragma GCC unroll 16
  for (int r = 0; r < R; r++) {
    for (int v = 0; v < V; v++) {
      Vec z = pixels ? multiply_add(sum[r][v], splat(pixel_scale), bias[v]) : sum[r][v];
      store(task.y + (row + r) * row_stride + (panel + v) * lanes, activated(task.activation, z));
    }
  }
}

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
  product_tile<R, V, false>({nullptr, task.dz, row_stride}, row, task.depth, w, sum);
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

// Where a gradient ends: in memory, to be continued, or in the update.
class GradientEnd {
 public:
  GradientEnd(GradientUse use, const OptimizerStep& step)
      : adds_(use == GradientUse::add_to_sum || use == GradientUse::add_and_update),
        updates_(use == GradientUse::update || use == GradientUse::add_and_update),
        step_(in_every_lane<UpdateMath, Vec>(step)) {}

  template <Tensor tensor>
  inline __attribute__((always_inline)) void take(Vec g, float* sums, float* parameters, float* first_moments,
                                                  float* second_moments) const {
    if (adds_) g += load(sums);
    if (updates_) {
      update_vector<tensor>(step_, g, parameters, first_moments, second_moments);
    } else {
      store(sums, g);
    }
  }

 private:
  bool adds_;
  bool updates_;
  UpdateConstants<Vec> step_;
};

// The gradient of the inputs k to k + K - 1; x is where they begin in the first row, of blocks of floats.
template <int K, int V, bool pixels>
__attribute__((noinline)) void gradient_tile(const KernelGradient& task, const float* x, int64_t k, int64_t panel) {
  constexpr int vectors = (K + lanes - 1) / lanes;
  Sums<K, V> sum;
#pragma GCC unroll 16
  for (int i = 0; i < K; i++) {
    for (int v = 0; v < V; v++) sum[i][v] = Vec{};
  }
  const float* dz = task.dz + panel * lanes;
  constexpr int64_t distance = pixels ? vectors * lanes : row_stride;
  alignas(64) Array<float, pixels ? chunk_rows * vectors * lanes : 1> widened;
  if constexpr (pixels) {
    for (int64_t row = 0; row < task.rows; row++) {
      for (int i = 0; i < vectors; i++)
        store(widened + row * distance + i * lanes, widen(task.x.rows[row] + k + i * lanes));
    }
    keep_in_memory(widened);
    x = widened;
  }
  for (int64_t row = 0; row < task.rows; row++, dz += row_stride) {
    const float* inputs = x + row * distance;
    Array<Vec, V> gradient;
    for (int v = 0; v < V; v++) gradient[v] = load(dz + v * lanes);
#pragma GCC unroll 16
    for (int i = 0; i < K; i++) {
      Vec input = splat(inputs[i]);
      for (int v = 0; v < V; v++) sum[i][v] = multiply_add(input, gradient[v], sum[i][v]);
    }
  }
  GradientEnd end(task.use, *task.step);
#pragma GCC unroll 16
  for (int i = 0; i < K; i++) {
    for (int v = 0; v < V; v++) {
      int64_t at = ((panel + v) * task.depth + k + i) * lanes;
      Vec g = pixels ? sum[i][v] * pixel_scale : sum[i][v];
      end.take<Tensor::kernel>(g, task.sums + at, task.panels + at, task.first_moments + at, task.second_moments + at);
    }
  }
}

void bias_gradient(const KernelGradient& task, int64_t panel) {
  Vec g = {};
  for (int64_t row = 0; row < task.rows; row++) g += load(task.dz + row * row_stride + panel * lanes);
  int64_t at = panel * lanes;
  GradientEnd(task.use, *task.step)
      .take<Tensor::bias>(g, task.bias_sums + at, task.bias + at, task.bias_first_moments + at,
                          task.bias_second_moments + at);
}

// Calls the tile of exactly `size` rows or inputs: a tile has to know its size when it is compiled.
template <template <int, int> class Tile, int V, int most, typename Task, typename... Place>
inline void call_tile(int64_t size, const Task& task, Place... place) {
  if constexpr (most > 1) {
    if (size < most) return call_tile<Tile, V, most - 1>(size, task, place...);
  }
  Tile<most, V>::run(task, place...);
}

template <int R, int V>
struct ForwardTile {
  static void run(const Forward& task, int64_t row, int64_t panel) {
    if (task.x.rows != nullptr) {
      forward_tile<R, V, true>(task, row, panel);
    } else {
      forward_tile<R, V, false>(task, row, panel);
    }
  }
};

template <int R, int V>
struct InputGradientTile {
  static void run(const InputGradient& task, int64_t row, int64_t panel) {
    input_gradient_tile<R, V>(task, row, panel);
  }
};

template <int K, int V>
struct GradientTile {
  static void run(const KernelGradient& task, const float* x, int64_t k, int64_t panel) {
    if (task.x.rows != nullptr) {
      gradient_tile<K, V, true>(task, x, k, panel);
    } else {
      gradient_tile<K, V, false>(task, x, k, panel);
    }
  }
};

// Calls body(first, size) for the fewest pieces of at most `most`, of nearly equal size.
template <typename Body>
inline void for_even_pieces(int64_t total, int64_t most, const Body& body) {
  int64_t pieces = (total + most - 1) / most;
  for (int64_t i = 0, first = 0; i < pieces; i++) {
    int64_t size = (total - first + pieces - i - 1) / (pieces - i);
    body(first, size);
    first += size;
  }
}

// Fetches what is asked for in even portions, one a tile.
class Fetching {
 public:
  Fetching(const Ahead& ahead, int64_t tiles) : ahead_(ahead) {
    int64_t lines = ahead.count * ((ahead.bytes + line - 1) / line);
    portion_ = tiles > 0 ? (lines + tiles - 1) / tiles : 0;
  }

  void next() {
    for (int64_t i = 0; i < portion_ && sample_ < ahead_.count; i++) {
      __builtin_prefetch(ahead_.samples[sample_] + at_, 0, 2);
      at_ += line;
      if (at_ >= ahead_.bytes) {
        at_ = 0;
        sample_++;
      }
    }
  }

 private:
  static constexpr int64_t line = 64;

  const Ahead& ahead_;
  int64_t portion_;
  int64_t sample_ = 0;
  int64_t at_ = 0;
};

template <template <int, int> class Tile, typename Task>
void over_rows(const Task& task, Ahead ahead) {
  int64_t panels = task.last_panel - task.first_panel;
  Fetching fetching(ahead, (panels + 1) / 2 * ((task.rows + pair_tile - 1) / pair_tile));
  int64_t panel = task.first_panel;
  for (; panel + 2 <= task.last_panel; panel += 2) {
    for_even_pieces(task.rows, pair_tile, [&](int64_t row, int64_t size) {
      fetching.next();
      call_tile<Tile, 2, pair_tile>(size, task, row, panel);
    });
  }
  if (panel < task.last_panel) {
    for_even_pieces(task.rows, single_tile, [&](int64_t row, int64_t size) {
      fetching.next();
      call_tile<Tile, 1, single_tile>(size, task, row, panel);
    });
  }
}

template <class Row>
void activate_panels(const Forward& task) {
  for (int64_t row = 0; row < task.rows; row++) {
    for (int64_t panel = task.first_panel; panel < task.last_panel; panel++) {
      float* y = task.y + row * row_stride + panel * lanes;
      store(y, Row::template forward<VectorMath>(load(y), task.activation.parameter));
    }
  }
}

void forward(const Forward* task) {
  over_rows<ForwardTile>(*task, task->ahead);
  switch (task->activation.code) {
#define WEFT_ROW(Row)                                                        \
  case Row::code:                                                            \
    if constexpr (!Row::light && !Row::needs_z) activate_panels<Row>(*task); \
    return;
    WEFT_ACTIVATIONS(WEFT_ROW)
#undef WEFT_ROW
    default:
      return;
  }
}

void input_gradient(const InputGradient* task) { over_rows<InputGradientTile>(*task, {}); }

void kernel_gradient(const KernelGradient* task) {
  int64_t panels = task->last_panel - task->first_panel;
  int64_t inputs = task->last_input - task->first_input;
  Fetching fetching(task->ahead, (panels + 1) / 2 * (inputs / pair_tile + 1));
  int64_t columns = task->x.rows != nullptr ? task->depth : task->x.block_columns;
  for (int64_t panel = task->first_panel; panel < task->last_panel;) {
    bool pair = panel + 2 <= task->last_panel;
    for (int64_t first = task->first_input; first < task->last_input;) {
      int64_t block = first / columns;
      int64_t last = (block + 1) * columns < task->last_input ? (block + 1) * columns : task->last_input;
      const float* x = task->x.x + block * block_size + first % columns;
      for_even_pieces(last - first, pair ? pair_tile : single_tile, [&](int64_t k, int64_t size) {
        fetching.next();
        if (pair) {
          call_tile<GradientTile, 2, pair_tile>(size, *task, x + k, first + k, panel);
        } else {
          call_tile<GradientTile, 1, single_tile>(size, *task, x + k, first + k, panel);
        }
      });
      first = last;
    }
    for (int64_t end = panel + (pair ? 2 : 1); panel < end; panel++) {
      if (task->first_input == 0 && task->last_input > 0) bias_gradient(*task, panel);
    }
  }
}

void apply_gradient(GradientUse use, Tensor tensor, const OptimizerStep& step, const float* gradient, int64_t count,
                    float* sums, float* parameters, float* first_moments, float* second_moments) {
  GradientEnd end(use, step);
  for (int64_t at = 0; at < count; at += lanes) {
    Vec g = load(gradient + at);
    if (tensor == Tensor::kernel) {
      end.take<Tensor::kernel>(g, sums + at, parameters + at, first_moments + at, second_moments + at);
    } else {
      end.take<Tensor::bias>(g, sums + at, parameters + at, first_moments + at, second_moments + at);
    }
  }
}

void dropout(const DropoutMask* mask, int64_t first_row, int64_t rows, int64_t width, int64_t columns,
             const float* from, float* to, float* factors) {
  for (int64_t row = 0; row < rows; row++) {
    int64_t first = (first_row + row) * width;
    PhiloxBlock bits = {};
    for (int64_t i = 0; i < width; i++) {
      int64_t index = first + i;
      if (i == 0 || index % 4 == 0) {
        bits = philox(mask->seed, static_cast<uint32_t>(index / 4), mask->layer, mask->step, philox_dropout);
      }
      float factor = bits.word[index % 4] < mask->drop_below ? 0.0f : mask->scale;
      int64_t at = i / columns * block_size + row * row_stride + i % columns;
      to[at] = from[at] * factor;
      if (factors != nullptr) factors[at] = factor;
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

extern const FusedKernels WEFT_KERNEL_TABLE;
const FusedKernels WEFT_KERNEL_TABLE = {
    lanes,           stage_pixels,   stage_values, forward,   input_gradient,
    kernel_gradient, apply_gradient, dropout,      transpose, loss,
};

}  // namespace weft::cpu::fused
