package dev.weft.runs.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PairedTTest {
  /**
   * The closed form of the distribution for 4 degrees of freedom: 1 - 3/2 (s - s^3 / 3), s = t /
   * sqrt(4 + t^2).
   */
  @Test
  void isTheClosedForm() {
    double[] first = {0.81, 0.79, 0.84, 0.80, 0.83};
    double[] second = {0.83, 0.82, 0.83, 0.84, 0.85};
    PairedT test = PairedT.of(first, second);
    double t = -0.02 / (Math.sqrt(0.00035) / Math.sqrt(5));
    assertEquals(-2.3905, t, 1e-4);
    assertEquals(-0.02, test.differences().mean(), 1e-12);
    assertEquals(0.0751, test.pValue(), 1e-4);
    assertEquals(test.pValue(), PairedT.of(second, first).pValue(), 1e-12);
  }

  @Test
  void differencesThatAreAllTheSame() {
    assertEquals(1, PairedT.of(new double[] {1, 2}, new double[] {1, 2}).pValue());
    assertEquals(0, PairedT.of(new double[] {2, 3}, new double[] {1, 2}).pValue());
  }
}
