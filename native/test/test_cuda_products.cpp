// The matrix products of the CUDA backend on the host's device: every cut, both tiles, at sizes on both sides of a
// tile, against float64.
#include <doctest/doctest.h>

#include <cmath>

#include "cuda/device.h"
#include "cuda/host_device.h"
#include "cuda/product.h"
#include "random_values.h"

using namespace weft::cuda;
using weft::test::Random;

namespace {

struct Shape {
  int64_t rows;
  int64_t columns;
  int64_t inner;
};

// On both sides of tiles, pieces and vectors.
const Shape shapes[] = {{1, 1, 1},     {31, 33, 7},   {32, 32, 16},  {33, 31, 17}, {129, 65, 9}, {128, 64, 8},
                        {40, 10, 300}, {785, 10, 64}, {5, 70, 129},  {33, 36, 32}, {37, 68, 20}, {64, 100, 44},
                        {129, 64, 40}, {132, 4, 100}, {161, 96, 12}, {30, 130, 28}};

const Cut cuts[] = {{false, 1, 1 << 20}, {true, 1, 1 << 20}, {false, 3, 16}, {true, 2, 24}, {false, 2, 10}};

constexpr Operands all_operands[] = {Operands::forward, Operands::gradient, Operands::backward};

// A host array in the device's memory, `shift` elements behind where it would be aligned to vectors.
DeviceArray<float> on(Device& device, const std::vector<float>& values, std::size_t shift) {
  std::vector<float> shifted(shift);
  shifted.insert(shifted.end(), values.begin(), values.end());
  DeviceArray<float> array(device, shifted.size());
  device.load(array.data(), shifted.data(), array.bytes());
  return array;
}

Matrix matrix(float* base, int64_t stride = 0) {
  Matrix matrix;
  matrix.base = base;
  matrix.stride = stride;
  return matrix;
}

// A product of random operands for each of some replicas, its last row one of ones where the operands allow.
struct Example {
  static constexpr int64_t replicas = 2;

  Shape shape;
  Operands operands;
  int64_t stored_rows;
  std::vector<float> a;
  std::vector<float> b;

  Example(const Shape& s, Operands which)
      : shape(s), operands(which), stored_rows(which == Operands::gradient && s.rows > 1 ? s.rows - 1 : s.rows) {
    Random random(1);
    a = random.values(static_cast<std::size_t>(replicas * stored_rows * s.inner));
    b = random.values(static_cast<std::size_t>(replicas * s.inner * s.columns));
  }

  std::vector<float> result(Device& device, Cut cut, std::size_t shift = 0) const {
    const Shape& s = shape;
    if (cut.splits == 1) cut.split_inner = s.inner;
    cut.splits = static_cast<int32_t>(blocks_for(s.inner, cut.split_inner));
    std::vector<float> c(static_cast<std::size_t>(replicas * s.rows * s.columns));
    DeviceArray<float> there_a = on(device, a, shift);
    DeviceArray<float> there_b = on(device, b, shift);
    DeviceArray<float> there_c = on(device, c, 0);
    DeviceArray<float> partials(device, c.size() * static_cast<std::size_t>(cut.splits));
    Batch batch{nullptr, nullptr, {}, 0, replicas};
    Finish finish;
    finish.y = matrix(there_c.data(), s.rows * s.columns);
    Product product{s.rows,
                    s.columns,
                    s.inner,
                    matrix(there_a.data() + shift, stored_rows * s.inner),
                    matrix(there_b.data() + shift, s.inner * s.columns),
                    stored_rows < s.rows,
                    finish};
    multiply(device, batch, operands, product, cut, partials.data(), cut.splits * s.rows * s.columns);
    device.fetch(c.data(), there_c.data(), there_c.bytes());
    return c;
  }

  double sum(int64_t replica, int64_t row, int64_t column) const {
    const float* left = a.data() + replica * stored_rows * shape.inner;
    const float* right = b.data() + replica * shape.inner * shape.columns;
    double sum = 0;
    for (int64_t k = 0; k < shape.inner; k++) {
      double x = row >= stored_rows               ? 1
                 : operands == Operands::gradient ? left[k * stored_rows + row]
                                                  : left[row * shape.inner + k];
      sum += x * (operands == Operands::backward ? right[column * shape.inner + k] : right[k * shape.columns + column]);
    }
    return sum;
  }
};

template <typename Body>
void for_each_example(const Body& body) {
  weft::test::set_device_memory(0);
  Device device(0);
  device.begin("testing");
  for (const Shape& s : shapes) {
    CAPTURE(s.rows);
    CAPTURE(s.columns);
    CAPTURE(s.inner);
    for (Operands operands : all_operands) {
      CAPTURE(static_cast<int>(operands));
      body(device, Example(s, operands));
    }
  }
}

}  // namespace

TEST_CASE("products of all operands, cut any way, are the sums of float64") {
  for_each_example([](Device& device, const Example& example) {
    const Shape& s = example.shape;
    for (const Cut& cut : cuts) {
      CAPTURE(cut.large);
      CAPTURE(cut.split_inner);
      std::vector<float> c = example.result(device, cut);
      double worst = 0;
      for (int64_t i = 0; i < Example::replicas * s.rows * s.columns; i += 3) {
        double expected = example.sum(i / (s.rows * s.columns), i / s.columns % s.rows, i % s.columns);
        worst = std::max(worst, std::abs(static_cast<double>(c[static_cast<std::size_t>(i)]) - expected));
      }
      // One rounding a term, of sums that stay below the square root of their length or so.
      CHECK(worst <= 0x1p-24 * static_cast<double>(s.inner + 1) * 2);
    }
  });
}

TEST_CASE("products are bitwise the same in every tile and wherever operands lie") {
  for_each_example([](Device& device, const Example& example) {
    constexpr int64_t length = 20;
    std::vector<float> expected = example.result(device, {false, 2, length});
    CHECK(example.result(device, {true, 2, length}) == expected);
    CHECK(example.result(device, {false, 2, length}, 1) == expected);
    CHECK(example.result(device, {true, 2, length}, 2) == expected);
  });
}

TEST_CASE("how a product is cut follows from its shape, and covers inner") {
  for (int64_t rows : {1, 32, 785, 8192}) {
    for (int64_t columns : {1, 10, 32, 512, 4096}) {
      for (int64_t inner : {1, 127, 128, 256, 784, 4100, 8192}) {
        Cut cut = cut_of(rows, columns, inner);
        CHECK(cut.splits >= 1);
        CHECK(cut.splits <= most_splits(rows, columns, inner));
        CHECK(cut.splits * cut.split_inner >= inner);
        CHECK((cut.splits - 1) * cut.split_inner < inner);
        if (cut.splits > 1) CHECK(rows * columns * cut.splits <= partials_room(rows, columns, inner));
        // Fewer rows fit into the room of more.
        for (int64_t fewer = 1; fewer <= rows; fewer += 97) {
          int64_t splits = cut_of(fewer, columns, inner).splits;
          if (splits > 1) REQUIRE(fewer * columns * splits <= partials_room(rows, columns, inner));
        }
      }
    }
  }
  CHECK(cut_of(8192, 4096, 784).large);
  CHECK(cut_of(32, 32, 784).splits == 6);
  CHECK(uncut(32, 32, 784).splits == 1);
}
