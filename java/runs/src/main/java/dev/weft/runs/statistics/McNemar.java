package dev.weft.runs.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact test of McNemar (1947) of two ways to classify the same samples: whether those that
 * only one of them has right fall to one side more often than a fair coin would.
 *
 * @param onlyFirst samples that only the first has right
 * @param onlySecond samples that only the second has right
 * @param pValue of both sides, min(1, 2 P(X <= min(b, c))), X binomial with b + c trials at 1/2
 */
public record McNemar(int onlyFirst, int onlySecond, double pValue) {
  /**
   * Tests answers.
   *
   * @param first whether the first way has each sample right
   * @param second the same of the second, as many
   */
  public static McNemar of(boolean[] first, boolean[] second) {
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < first.length; i++) {
      onlyFirst += first[i] && !second[i] ? 1 : 0;
      onlySecond += second[i] && !first[i] ? 1 : 0;
    }
    return of(onlyFirst, onlySecond);
  }

  /** The same of the counts alone. */
  static McNemar of(int onlyFirst, int onlySecond) {
    // The library's own two-sided binomial test sums another set of outcomes at 1/2.
    double tail =
        BinomialDistribution.of(onlyFirst + onlySecond, 0.5)
            .cumulativeProbability(Math.min(onlyFirst, onlySecond));
    return new McNemar(onlyFirst, onlySecond, Math.min(1, 2 * tail));
  }
}
