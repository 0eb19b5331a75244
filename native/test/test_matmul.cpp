#include <doctest/doctest.h>

#include <cmath>
#include <cstring>

#include "cpu/matmul.h"
#include "random_values.h"

using namespace weft::cpu;

namespace {

struct Shape {
  int64_t rows;
  int64_t columns;
  int64_t inner;
};

// Odd and boundary sizes, and some that are cut into several tiles by rows and by columns.
const Shape shapes[] = {{1, 1, 1},    {31, 7, 33},    {32, 32, 784},  {33, 17, 16},   {784, 32, 33},
                        {1, 784, 10}, {300, 200, 64}, {65, 1000, 40}, {1000, 33, 100}};

std::vector<float> product(int threads, const Shape& shape, bool transpose_a, bool transpose_b, float beta) {
  weft::test::Random random(3);
  std::vector<float> a = random.values(static_cast<std::size_t>(shape.rows * shape.inner));
  std::vector<float> b = random.values(static_cast<std::size_t>(shape.inner * shape.columns));
  std::vector<float> c = random.values(static_cast<std::size_t>(shape.rows * shape.columns));
  ThreadTeam team(threads);
  matmul(blas(), team, shape.rows, shape.columns, shape.inner,
         {a.data(), transpose_a ? shape.rows : shape.inner, transpose_a},
         {b.data(), transpose_b ? shape.inner : shape.columns, transpose_b}, beta, c.data());
  return c;
}

double reference(const Shape& shape, bool transpose_a, bool transpose_b, float beta, int64_t row, int64_t column) {
  weft::test::Random random(3);
  std::vector<float> a = random.values(static_cast<std::size_t>(shape.rows * shape.inner));
  std::vector<float> b = random.values(static_cast<std::size_t>(shape.inner * shape.columns));
  std::vector<float> c = random.values(static_cast<std::size_t>(shape.rows * shape.columns));
  double sum = static_cast<double>(beta) * c[static_cast<std::size_t>(row * shape.columns + column)];
  for (int64_t k = 0; k < shape.inner; k++) {
    int64_t in_a = transpose_a ? k * shape.rows + row : row * shape.inner + k;
    int64_t in_b = transpose_b ? column * shape.inner + k : k * shape.columns + column;
    sum += static_cast<double>(a[static_cast<std::size_t>(in_a)]) * b[static_cast<std::size_t>(in_b)];
  }
  return sum;
}

}  // namespace

TEST_CASE("products are right, and bitwise the same for any number of threads") {
  load_blas(WEFT_TEST_OPENBLAS);
  for (const Shape& shape : shapes) {
    for (bool transpose_a : {false, true}) {
      for (bool transpose_b : {false, true}) {
        std::vector<float> one = product(1, shape, transpose_a, transpose_b, 1);
        for (int64_t row : {int64_t{0}, shape.rows / 2, shape.rows - 1}) {
          for (int64_t column : {int64_t{0}, shape.columns / 2, shape.columns - 1}) {
            double expected = reference(shape, transpose_a, transpose_b, 1, row, column);
            // Factors are below 1, so the rounding of a sum of n terms stays within n 2^-24, mostly far below.
            double tolerance = static_cast<double>(shape.inner + 2) * 0x1p-24;
            CHECK(std::abs(one[static_cast<std::size_t>(row * shape.columns + column)] - expected) <= tolerance);
          }
        }
        for (int threads : {2, 3}) {
          std::vector<float> many = product(threads, shape, transpose_a, transpose_b, 1);
          CHECK(std::memcmp(one.data(), many.data(), one.size() * sizeof(float)) == 0);
        }
      }
    }
  }
}

TEST_CASE("with beta 0 what stood in the result does not matter, NaN included") {
  load_blas(WEFT_TEST_OPENBLAS);
  ThreadTeam team(1);
  float a = 2;
  float b = 3;
  float c = std::nanf("");
  matmul(blas(), team, 1, 1, 1, {&a, 1}, {&b, 1}, 0, &c);
  CHECK(c == 6);
}
