package dev.weft.benchmarks;

import java.util.List;

/**
 * A figure measured several times.
 *
 * @param values in the order in which they were measured, at least one
 */
record Distribution(List<Double> values, double median, double min, double max) {
  static Distribution of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Distribution(List.copyOf(values), median, sorted[0], sorted[sorted.length - 1]);
  }
}
