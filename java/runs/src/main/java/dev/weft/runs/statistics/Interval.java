package dev.weft.runs.statistics;

import org.apache.commons.statistics.descriptive.Quantile;

/** An interval at the level of 95 %. */
public record Interval(double lower, double upper) {
  /** How sure intervals are. */
  public static final double LEVEL = 0.95;

  /** What lies below and above an interval, each. */
  static final double TAIL = (1 - LEVEL) / 2;

  /** The middle 95 % of what a bootstrap gave (the percentile interval; Efron, 1981). */
  static Interval ofResamples(double[] statistics) {
    double[] ends = Quantile.withDefaults().evaluate(statistics, TAIL, 1 - TAIL);
    return new Interval(ends[0], ends[1]);
  }

  /** Whether all of it lies above a value. */
  public boolean isAbove(double value) {
    return lower > value;
  }

  /** Whether all of it lies below a value. */
  public boolean isBelow(double value) {
    return upper < value;
  }
}
