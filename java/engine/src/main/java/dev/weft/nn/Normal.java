package dev.weft.nn;

/** The standard normal distribution, which GELU is made of; Java has no error function. */
final class Normal {
  private static final double INVERSE_SQRT_2_PI = 0.3989422804014327;

  /** Where the series gives way to the continued fraction: both have 1e-12 there. */
  private static final double SERIES_LIMIT = 4;

  private static final int FRACTION_DEPTH = 60;

  private Normal() {}

  /** &phi;(z), the density. */
  static double density(double z) {
    return INVERSE_SQRT_2_PI * Math.exp(-z * z / 2);
  }

  /**
   * &Phi;(z), the probability of a value below z: 1/2 + &phi;(z)(z + z^3/3 + z^5/(3 5) + ...) near
   * 0, and &phi;(z) / (|z| + 1/(|z| + 2/(|z| + ...))) as the tail further out (Abramowitz and
   * Stegun, 26.2.11 and 26.2.14).
   */
  static double distribution(double z) {
    if (Double.isNaN(z)) {
      return z;
    }
    if (Math.abs(z) < SERIES_LIMIT) {
      double term = z;
      double sum = z;
      for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
        term *= z * z / k;
        sum += term;
      }
      return 0.5 + density(z) * sum;
    }
    double fraction = Math.abs(z);
    for (int k = FRACTION_DEPTH; k >= 1; k--) {
      fraction = Math.abs(z) + k / fraction;
    }
    double tail = density(z) / fraction;
    return z > 0 ? 1 - tail : tail;
  }
}
