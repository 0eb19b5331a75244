package dev.weft.backend.operations;

import static dev.weft.backend.Closeness.ROUNDING;

/**
 * A matrix product in float64, and how far a float32 one may lie from it: every addition rounds a
 * partial sum, which is at most the sum of the magnitudes, by one rounding; errors of either sign
 * add up like the square root of their number. Orders of summation differ, so no backend is closer
 * by right.
 *
 * @param values [rows, columns]
 * @param tolerances [rows, columns]
 */
record Products(double[] values, double[] tolerances) {
  /** An element of an operand: its value at (row, column). */
  interface Matrix {
    double at(int row, int column);
  }

  static Matrix matrix(float[] values, int columns) {
    return (row, column) -> values[row * columns + column];
  }

  static Matrix transposed(float[] values, int columns) {
    return (row, column) -> values[column * columns + row];
  }

  /** a b + bias: a [rows, inner], b [inner, columns], bias [columns] or empty. */
  static Products of(int rows, int inner, int columns, Matrix a, Matrix b, float[] bias) {
    Products products = new Products(new double[rows * columns], new double[rows * columns]);
    double roundings = Math.sqrt(inner) + 2;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = bias.length == 0 ? 0 : bias[column];
        double magnitude = Math.abs(sum);
        for (int i = 0; i < inner; i++) {
          double term = a.at(row, i) * b.at(i, column);
          sum += term;
          magnitude += Math.abs(term);
        }
        products.values[row * columns + column] = sum;
        products.tolerances[row * columns + column] = roundings * ROUNDING * magnitude;
      }
    }
    return products;
  }
}
