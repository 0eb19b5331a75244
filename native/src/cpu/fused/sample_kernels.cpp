// The kernels that read samples, compiled once an instruction set with WEFT_KERNEL_TABLE naming the table: the first
// layer's products straight from rows of uint8, rows with some pixels masked, and staging, which makes blocks of floats
// of any samples. Their tiles: tiles.h.
//
// Pixels become floats a strip at a time, in a buffer that never leaves the first-level cache, and are not scaled: the
// sums are.
//
// As in cpu/kernels.cpp, nothing here may come from a header as an inline function with external linkage.
#include "cpu/fused/tiles.h"
#include "cpu/vector_philox.h"

namespace weft::cpu::fused {
namespace {

constexpr float pixel_scale = 1.0f / 255.0f;

// Lets the compiler know nothing of what it has just stored: it would take the floats from the register by
// permutations, which compete with the multiplications for their port, where a broadcast from memory is free.
template <typename Buffer>
inline void keep_in_memory(Buffer& buffer) {
  __asm__("" : "+m"(buffer));
}

// Columns of pixels that become floats together: enough that their stores are done when the first is read again.
constexpr int strip = 64;

inline const uint8_t* pixels_of(const Pixels& x, int64_t row) { return static_cast<const uint8_t*>(x.rows[row]); }

template <>
struct Reader<Pixels> {
  static constexpr float scale = pixel_scale;

  template <int R, int V>
  static inline __attribute__((always_inline)) void multiply(const Pixels& x, int64_t row, int64_t depth,
                                                             Array<const float*, V>& w, Sums<R, V>& sum) {
    alignas(64) Array<float, R * strip> widened;
    for (int64_t first = 0; first < depth; first += strip) {
      int64_t count = depth - first < strip ? depth - first : strip;
      for (int r = 0; r < R; r++) {
        const uint8_t* from = pixels_of(x, row + r) + first;
        for (int64_t i = 0; i < count; i += lanes) store(widened + r * strip + i, widen(from + i));
      }
      keep_in_memory(widened);
      for (int64_t k = 0; k < count; k++) product_step<R, V, strip>(widened + k, w, sum);
    }
  }

  using Place = int64_t;
  static int64_t block_columns(const Pixels&, int64_t depth) { return depth; }
  static Place place(const Pixels&, int64_t input) { return input; }

  template <int K>
  class Columns {
   public:
    static constexpr int vectors = (K + lanes - 1) / lanes;
    static constexpr int64_t distance = vectors * lanes;

    Columns(const Pixels& x, int64_t rows, Place place) {
      for (int64_t row = 0; row < rows; row++) {
        const uint8_t* from = pixels_of(x, row) + place;
        for (int i = 0; i < vectors; i++) store(widened_ + row * distance + i * lanes, widen(from + i * lanes));
      }
      keep_in_memory(widened_);
    }
    const float* first() const { return widened_; }

   private:
    alignas(64) Array<float, chunk_rows * vectors * lanes> widened_;
  };
};

// Bits are drawn for whole vectors of blocks, which may begin before the row and end behind it.
void mask_pixels(const DropoutMask* mask, int64_t first_element, int64_t width, uint8_t* pixels) {
  constexpr int64_t piece = 8 * DropBytes::elements;
  DropBytes drops(*mask);
  alignas(64) uint8_t bytes[piece];
  int64_t before = first_element % 4;
  uint32_t block = static_cast<uint32_t>(first_element / 4);
  for (int64_t first = -before; first < width; first += piece, block += piece / 4) {
    int64_t count = width - first < piece ? width - first : piece;
    for (int64_t at = 0; at < count; at += DropBytes::elements) {
      drops.draw(block + static_cast<uint32_t>(at / 4), bytes + at);
    }
    for (int64_t i = first < 0 ? before : 0; i < count; i++) {
      pixels[first + i] = static_cast<uint8_t>(pixels[first + i] & ~bytes[i]);
    }
  }
}

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

}  // namespace

extern const SampleKernels WEFT_KERNEL_TABLE;
const SampleKernels WEFT_KERNEL_TABLE = {forward<Pixels>, kernel_gradient<Pixels>, mask_pixels, stage_pixels,
                                         stage_values};

}  // namespace weft::cpu::fused
