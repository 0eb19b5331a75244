package dev.weft.runs.statistics;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Intervals by resampling: what would the mean have been with other seeds, and with other samples?
 * Draws are fixed, so the same figures give the same interval to the bit.
 */
public final class Bootstrap {
  /** Enough that the ends of intervals stand still to a twentieth of their width. */
  private static final int RESAMPLES = 2000;

  private static final long SEED = 20_070_615;

  private Bootstrap() {}

  /** Of the mean of some values, one a seed, where seeds are drawn anew. */
  public static Interval overSeeds(double[] values) {
    SplittableRandom draws = new SplittableRandom(SEED);
    return Interval.ofResamples(
        DoubleStream.generate(
                () -> {
                  double sum = 0;
                  for (int i = 0; i < values.length; i++) {
                    sum += values[draws.nextInt(values.length)];
                  }
                  return sum / values.length;
                })
            .limit(RESAMPLES)
            .toArray());
  }

  /**
   * Of the mean over a table whose seeds and samples are both drawn anew, independently: the
   * pigeonhole bootstrap, whose intervals are rather too wide than too narrow (Owen, 2007).
   *
   * @param table [seeds][samples]
   */
  public static Interval overSeedsAndSamples(byte[][] table) {
    return difference(table, new byte[table.length][0]);
  }

  /**
   * The same of the difference between the means of two tables with the same seeds and samples of
   * their own.
   *
   * @param first [seeds][samples]
   * @param second [seeds][other samples], or without samples for a mean of 0
   */
  public static Interval difference(byte[][] first, byte[][] second) {
    SplittableRandom draws = new SplittableRandom(SEED);
    double[] statistics = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int[] seeds = counts(first.length, draws);
      statistics[i] = mean(first, seeds, draws) - mean(second, seeds, draws);
    }
    return Interval.ofResamples(statistics);
  }

  /** How often each of some things is drawn in as many draws. */
  private static int[] counts(int things, SplittableRandom draws) {
    int[] counts = new int[things];
    for (int i = 0; i < things; i++) {
      counts[draws.nextInt(things)]++;
    }
    return counts;
  }

  private static double mean(byte[][] table, int[] seeds, SplittableRandom draws) {
    int samples = table[0].length;
    if (samples == 0) {
      return 0;
    }
    int[] columns = counts(samples, draws);
    long sum = 0;
    for (int row = 0; row < table.length; row++) {
      if (seeds[row] > 0) {
        sum += (long) seeds[row] * weighted(table[row], columns);
      }
    }
    return (double) sum / ((long) table.length * samples);
  }

  private static int weighted(byte[] row, int[] weights) {
    int sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * weights[i];
    }
    return sum;
  }
}
