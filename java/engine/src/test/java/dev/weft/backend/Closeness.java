package dev.weft.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** How far two arrays are apart. */
public final class Closeness {
  /** Half a unit in the last place of a float, relative: the error of one float32 operation. */
  public static final double ROUNDING = 0x1p-24;

  /** The smallest normal float32: results below it may be flushed to 0. */
  public static final double FLUSHED = Float.MIN_NORMAL;

  private Closeness() {}

  /** Requires each element to lie within its own tolerance; a NaN never does. */
  public static void assertElements(
      String what, double[] expected, float[] actual, double[] tolerance) {
    assertEquals(expected.length, actual.length, what + ": length");
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance[i])) {
        fail(
            "%s[%d] is %s, expected %s within %s"
                .formatted(what, i, actual[i], expected[i], tolerance[i]));
      }
    }
  }

  /** The norm of the difference over the norm of {@code expected}; NaN if either holds one. */
  public static double relativeError(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length, "length");
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return difference == 0 ? 0 : Math.sqrt(difference / norm);
  }
}
