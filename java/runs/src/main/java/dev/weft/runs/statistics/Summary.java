package dev.weft.runs.statistics;

import dev.weft.text.Format;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A sample in figures.
 *
 * @param standardDeviation with n - 1; NaN of one value
 * @param interval of the mean, by Student's t; NaN of one value
 * @param lowerQuartile as R and NumPy have it (Hyndman and Fan's seventh), as are the others
 */
public record Summary(
    int count,
    double mean,
    double standardDeviation,
    Interval interval,
    double min,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double max) {
  private static final double[] FIVE = {0, 0.25, 0.5, 0.75, 1};

  /** Of one value or more. */
  public static Summary of(double[] values) {
    int count = values.length;
    double mean = Mean.of(values).getAsDouble();
    double deviation = count < 2 ? Double.NaN : StandardDeviation.of(values).getAsDouble();
    double half = count < 2 ? Double.NaN : halfWidth(deviation, count);
    double[] five = Quantile.withDefaults().with(EstimationMethod.HF7).evaluate(values, FIVE);
    return new Summary(
        count,
        mean,
        deviation,
        new Interval(mean - half, mean + half),
        five[0],
        five[1],
        five[2],
        five[3],
        five[4]);
  }

  /** The mean, and the standard deviation where there are several values, with four decimals. */
  public String words() {
    return count == 1
        ? Format.text("%.4f", mean)
        : Format.text("%.4f \u00b1 %.4f", mean, standardDeviation);
  }

  private static double halfWidth(double deviation, int count) {
    double quantile = TDistribution.of(count - 1).inverseCumulativeProbability(1 - Interval.TAIL);
    return quantile * deviation / Math.sqrt(count);
  }
}
