package dev.weft.backend.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference's own check: published values, and derivatives that are known. */
final class Float64Test {
  /** Abramowitz and Stegun, tables 26.1 and 26.2. */
  @ParameterizedTest(name = "below {0}: {1}")
  @CsvSource({
    "0, 0.5",
    "0.5, 0.69146246127401",
    "1, 0.84134474606854",
    "2, 0.97724986805182",
    "-1, 0.15865525393146",
    "-3, 1.3498980316301e-3",
    "-5, 2.8665157187919e-7",
    "-10, 7.6198530241605e-24",
  })
  void normalDistribution(double z, double expected) {
    assertEquals(expected, Float64.normalDistribution(z), 1e-12 * expected);
  }

  @Test
  void derivatives() {
    assertEquals(Math.cos(1), FiniteDifferences.derivative(Math::sin, 1), 1e-10);
    double[] at = {2, 3};
    assertEquals(12, FiniteDifferences.partial(x -> x[0] * x[0] * x[1], at, 0), 1e-9);
    assertEquals(4, FiniteDifferences.partial(x -> x[0] * x[0] * x[1], at, 1), 1e-9);
    assertEquals(2, at[0]);
  }

  @Test
  void lossesOfKnownRows() {
    double[] even = {0, 0};
    assertEquals(Math.log(2), Float64.softmaxCrossEntropy(even, new double[] {1, 0}), 1e-15);
    assertEquals(Math.log(2), Float64.sigmoidCrossEntropy(even, new double[] {1, 0}), 1e-15);
    assertEquals(2.5, Float64.meanSquaredError(even, new double[] {1, 2}), 1e-15);
  }
}
