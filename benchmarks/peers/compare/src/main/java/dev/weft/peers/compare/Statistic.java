package dev.weft.peers.compare;

import java.util.List;

/** A figure measured several times. */
record Statistic(int count, double median, double min, double max) {
  static Statistic of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Statistic(n, median, sorted[0], sorted[n - 1]);
  }

  Statistic times(double factor) {
    return new Statistic(count, median * factor, min * factor, max * factor);
  }
}
