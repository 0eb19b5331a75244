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

const Shape shapes[] = {{1, 1, 1},    {31, 33, 7},   {32, 32, 16},  {33, 31, 17}, {129, 65, 9},
                        {128, 64, 8}, {40, 10, 300}, {785, 10, 64}, {5, 70, 129}};

const Cut cuts[] = {{false, 1, 1 << 20}, {true, 1, 1 << 20}, {false, 3, 16}, {true, 2, 24}};

// A host array in the device's memory.
DeviceArray<float> on(Device& device, const std::vector<float>& values) {
  DeviceArray<float> array(device, values.size());
  device.load(array.data(), values.data(), array.bytes());
  return array;
}

Matrix matrix(float* base, int64_t stride = 0) {
  Matrix matrix;
  matrix.base = base;
  matrix.stride = stride;
  return matrix;
}

}  // namespace

TEST_CASE("products of all operands, cut any way, are the sums of float64") {
  weft::test::set_device_memory(0);
  Device device(0);
  device.begin("testing");
  for (const Shape& s : shapes) {
    CAPTURE(s.rows);
    CAPTURE(s.columns);
    CAPTURE(s.inner);
    for (Cut cut : cuts) {
      if (cut.splits == 1) cut.split_inner = s.inner;
      cut.splits = static_cast<int32_t>(blocks_for(s.inner, cut.split_inner));
      CAPTURE(cut.large);
      CAPTURE(cut.splits);
      for (Operands operands : {Operands::forward, Operands::gradient, Operands::backward}) {
        bool ones = operands == Operands::gradient && s.rows > 1;
        CAPTURE(static_cast<int>(operands));
        int64_t stored_rows = s.rows - (ones ? 1 : 0);
        constexpr int64_t replicas = 2;
        Random random(1);
        std::vector<float> a = random.values(static_cast<std::size_t>(replicas * stored_rows * s.inner));
        std::vector<float> b = random.values(static_cast<std::size_t>(replicas * s.inner * s.columns));
        std::vector<float> c(static_cast<std::size_t>(replicas * s.rows * s.columns));
        DeviceArray<float> there_a = on(device, a);
        DeviceArray<float> there_b = on(device, b);
        DeviceArray<float> there_c = on(device, c);
        DeviceArray<float> partials(device, c.size() * static_cast<std::size_t>(cut.splits));
        Batch batch{nullptr, nullptr, {}, 0, replicas};
        Finish finish;
        finish.y = matrix(there_c.data(), s.rows * s.columns);
        Product product{s.rows,
                        s.columns,
                        s.inner,
                        matrix(there_a.data(), stored_rows * s.inner),
                        matrix(there_b.data(), s.inner * s.columns),
                        ones,
                        finish};
        multiply(device, batch, operands, product, cut, partials.data(), cut.splits * s.rows * s.columns);
        device.fetch(c.data(), there_c.data(), there_c.bytes());
        double worst = 0;
        for (int64_t r = 0; r < replicas; r++) {
          const float* left = a.data() + r * stored_rows * s.inner;
          const float* right = b.data() + r * s.inner * s.columns;
          for (int64_t row = 0; row < s.rows; row++) {
            for (int64_t column = 0; column < s.columns; column += 3) {
              double sum = 0;
              for (int64_t k = 0; k < s.inner; k++) {
                double x = row >= stored_rows               ? 1
                           : operands == Operands::gradient ? left[k * stored_rows + row]
                                                            : left[row * s.inner + k];
                sum +=
                    x * (operands == Operands::backward ? right[column * s.inner + k] : right[k * s.columns + column]);
              }
              double error = c[static_cast<std::size_t>((r * s.rows + row) * s.columns + column)] - sum;
              worst = std::max(worst, std::abs(error));
            }
          }
        }
        // One rounding a term, of sums that stay below the square root of their length or so.
        CHECK(worst <= 0x1p-24 * static_cast<double>(s.inner + 1) * 2);
      }
    }
  }
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
