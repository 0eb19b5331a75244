package dev.weft.runs.statistics;

import java.util.Arrays;
import java.util.Comparator;

/** The correction of Holm (1979) for several tests at once. */
public final class Holm {
  private Holm() {}

  /**
   * P-values that may be held against the level one by one: the chance that any true null
   * hypothesis falls is not above it then.
   *
   * @param values of single tests
   * @return adjusted values, at most 1, in the same order
   */
  public static double[] adjust(double[] values) {
    Integer[] ascending = new Integer[values.length];
    Arrays.setAll(ascending, i -> i);
    Arrays.sort(ascending, Comparator.comparingDouble(i -> values[i]));
    double[] adjusted = new double[values.length];
    double largest = 0;
    for (int rank = 0; rank < values.length; rank++) {
      int i = ascending[rank];
      largest = Math.max(largest, Math.min(1, (values.length - rank) * values[i]));
      adjusted[i] = largest;
    }
    return adjusted;
  }
}
