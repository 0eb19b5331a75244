// Products of matrices in tiles of registers: what the kernels of the fused path have in common. A source of inputs
// (kernels.h) is read by Reader<Source>, which the file that includes this one defines.
//
// Forward: a tile of R rows and V panels keeps its R x V sums in registers while it runs down the depth; a step loads V
// vectors of the kernel and broadcasts R inputs. Gradient: a tile of K inputs and V panels keeps K x V sums while it
// runs down the rows, and ends in the update, so that the gradient never leaves the registers. Each sum is one
// chain in the order of its index, whatever the tile, so tiles change no result.
//
// As in cpu/kernels.cpp, nothing here may come from a header as an inline function with external linkage.
#pragma once

#include <stddef.h>

#include "cpu/fused/kernels.h"
#include "cpu/fused/layout.h"
#include "cpu/fused/vector_math.h"
#include "cpu/simd.h"
#include "cpu/update.h"

namespace weft::cpu::fused {
namespace {

// Sums of a tile, two panels wide, plus two vectors of the kernel and one broadcast fill the registers.
constexpr int pair_tile = (registers - 4) / 2;
// One panel wide: enough independent sums to keep both multipliers busy.
constexpr int single_tile = registers / 2;

// Arrays with a size that is a template's number.
template <typename T, int size>
using Array = T[static_cast<size_t>(size)];

template <int R, int V>
using Sums = Array<Array<Vec, V>, R>;

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

// How a source gives its inputs to the tiles. Reader<Source> has
//   scale: the inputs are to be multiplied by it, once they have been summed;
//   multiply<R, V>(x, row, depth, w, sum): adds the products of R rows from `row` and V panels over the whole depth;
//   block_columns(x, depth): inputs that lie together, from a multiple of so many on;
//   place(x, input): where an input stands in the rows, of type Place, to which the next ones of its block add up;
//   Columns<K>(x, rows, place): K inputs of the rows, from first() on, each row `distance` floats after the one before.
template <typename Source>
struct Reader;

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

template <int R, int V, typename Source>
__attribute__((noinline)) void forward_tile(const Forward<Source>& task, int64_t row, int64_t panel) {
  constexpr bool scaled = Reader<Source>::scale != 1.0f;
  Array<const float*, V> w;
  Array<Vec, V> bias;
  Sums<R, V> sum;
  for (int v = 0; v < V; v++) {
    w[v] = task.panels + (panel + v) * task.depth * lanes;
    bias[v] = load(task.bias + (panel + v) * lanes);
#pragma GCC unroll 16
    for (int r = 0; r < R; r++) sum[r][v] = scaled ? Vec{} : bias[v];
  }
  Reader<Source>::template multiply<R, V>(task.x, row, task.depth, w, sum);
#pragma GCC unroll 16
  for (int r = 0; r < R; r++) {
    for (int v = 0; v < V; v++) {
      Vec z = scaled ? multiply_add(sum[r][v], splat(Reader<Source>::scale), bias[v]) : sum[r][v];
      store(task.y + (row + r) * row_stride + (panel + v) * lanes, activated(task.activation, z));
    }
  }
}

// Where a gradient ends: in memory, to be continued, or in the update.
class GradientEnd {
 public:
  GradientEnd(GradientUse use, const OptimizerStep& step)
      : adds_(use == GradientUse::add_to_sum || use == GradientUse::add_and_update),
        updates_(use == GradientUse::update || use == GradientUse::add_and_update),
        average_keep_(step.average_keep),
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

  // Of parameters that take() may have updated. Apart from it, so that a tile without an average passes one test.
  inline __attribute__((always_inline)) void average(const float* parameters, float* average) const {
    if (updates_) average_vector(splat(average_keep_), parameters, average);
  }

 private:
  bool adds_;
  bool updates_;
  float average_keep_;
  UpdateConstants<Vec> step_;
};

// The gradient of the inputs k to k + K - 1, which stand at `place`.
template <int K, int V, typename Source>
__attribute__((noinline)) void gradient_tile(const KernelGradient<Source>& task, typename Reader<Source>::Place place,
                                             int64_t k, int64_t panel) {
  using Columns = typename Reader<Source>::template Columns<K>;
  constexpr bool scaled = Reader<Source>::scale != 1.0f;
  Sums<K, V> sum;
#pragma GCC unroll 16
  for (int i = 0; i < K; i++) {
    for (int v = 0; v < V; v++) sum[i][v] = Vec{};
  }
  const float* dz = task.dz + panel * lanes;
  Columns columns(task.x, task.rows, place);
  const float* x = columns.first();
  for (int64_t row = 0; row < task.rows; row++, dz += row_stride) {
    const float* inputs = x + row * Columns::distance;
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
      Vec g = scaled ? sum[i][v] * Reader<Source>::scale : sum[i][v];
      end.take<Tensor::kernel>(g, task.sums + at, task.panels + at, task.first_moments + at, task.second_moments + at);
    }
  }
  if (task.average == nullptr) return;
  for (int v = 0; v < V; v++) {
    int64_t at = ((panel + v) * task.depth + k) * lanes;
    for (int i = 0; i < K; i++) end.average(task.panels + at + i * lanes, task.average + at + i * lanes);
  }
}

template <typename Source>
void bias_gradient(const KernelGradient<Source>& task, int64_t panel) {
  Vec g = {};
  for (int64_t row = 0; row < task.rows; row++) g += load(task.dz + row * row_stride + panel * lanes);
  int64_t at = panel * lanes;
  GradientEnd end(task.use, *task.step);
  end.take<Tensor::bias>(g, task.bias_sums + at, task.bias + at, task.bias_first_moments + at,
                         task.bias_second_moments + at);
  if (task.bias_average != nullptr) end.average(task.bias + at, task.bias_average + at);
}

// Calls the tile of exactly `size` rows or inputs: a tile has to know its size when it is compiled.
template <template <int, int> class Tile, int V, int most, typename Task, typename... Place>
inline void call_tile(int64_t size, const Task& task, Place... place) {
  if constexpr (most > 1) {
    if (size < most) return call_tile<Tile, V, most - 1>(size, task, place...);
  }
  Tile<most, V>::run(task, place...);
}

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
    for (int64_t i = 0; i < portion_ && row_ < ahead_.count; i++) {
      __builtin_prefetch(static_cast<const char*>(ahead_.rows[row_]) + at_, 0, 2);
      at_ += line;
      if (at_ >= ahead_.bytes) {
        at_ = 0;
        row_++;
      }
    }
  }

 private:
  static constexpr int64_t line = 64;

  const Ahead& ahead_;
  int64_t portion_;
  int64_t row_ = 0;
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

template <int R, int V>
struct ForwardTile {
  template <typename Source>
  static void run(const Forward<Source>& task, int64_t row, int64_t panel) {
    forward_tile<R, V>(task, row, panel);
  }
};

template <int K, int V>
struct GradientTile {
  template <typename Source>
  static void run(const KernelGradient<Source>& task, typename Reader<Source>::Place place, int64_t k, int64_t panel) {
    gradient_tile<K, V>(task, place, k, panel);
  }
};

template <class Row, typename Source>
void activate_panels(const Forward<Source>& task) {
  for (int64_t row = 0; row < task.rows; row++) {
    for (int64_t panel = task.first_panel; panel < task.last_panel; panel++) {
      float* y = task.y + row * row_stride + panel * lanes;
      store(y, Row::template forward<VectorMath>(load(y), task.activation.parameter));
    }
  }
}

template <typename Source>
void forward(const Forward<Source>* task) {
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

template <typename Source>
void kernel_gradient(const KernelGradient<Source>* task) {
  int64_t panels = task->last_panel - task->first_panel;
  int64_t inputs = task->last_input - task->first_input;
  Fetching fetching(task->ahead, (panels + 1) / 2 * (inputs / pair_tile + 1));
  int64_t columns = Reader<Source>::block_columns(task->x, task->depth);
  for (int64_t panel = task->first_panel; panel < task->last_panel;) {
    bool pair = panel + 2 <= task->last_panel;
    for (int64_t first = task->first_input; first < task->last_input;) {
      int64_t end = (first / columns + 1) * columns;
      int64_t last = end < task->last_input ? end : task->last_input;
      typename Reader<Source>::Place place = Reader<Source>::place(task->x, first);
      for_even_pieces(last - first, pair ? pair_tile : single_tile, [&](int64_t k, int64_t size) {
        fetching.next();
        if (pair) {
          call_tile<GradientTile, 2, pair_tile>(size, *task, place + k, first + k, panel);
        } else {
          call_tile<GradientTile, 1, single_tile>(size, *task, place + k, first + k, panel);
        }
      });
      first = last;
    }
    for (int64_t end = panel + (pair ? 2 : 1); panel < end; panel++) {
      if (task->first_input == 0 && task->last_input > 0) bias_gradient(*task, panel);
    }
  }
}

}  // namespace
}  // namespace weft::cpu::fused
