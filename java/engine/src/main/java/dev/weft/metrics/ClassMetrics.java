package dev.weft.metrics;

/**
 * How well one class is told from the others, defined as in scikit-learn with {@code
 * zero_division=0}: a quotient without a denominator is 0.
 *
 * @param name the class
 * @param precision of the samples predicted as this class, the fraction that are of it
 * @param recall of the samples of this class, the fraction predicted as it
 * @param f1 the harmonic mean of the two: 2pr / (p + r)
 * @param support the number of samples of this class
 */
public record ClassMetrics(String name, double precision, double recall, double f1, long support) {

  static ClassMetrics of(String name, long hits, long predicted, long support) {
    return new ClassMetrics(
        name,
        fraction(hits, predicted),
        fraction(hits, support),
        // 2pr / (p + r) with p = hits / predicted and r = hits / support.
        fraction(2 * hits, predicted + support),
        support);
  }

  private static double fraction(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
