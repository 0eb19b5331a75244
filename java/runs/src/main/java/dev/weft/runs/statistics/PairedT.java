package dev.weft.runs.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t-test of pairs (1908): whether differences are 0 on average.
 *
 * @param differences the sample in figures; its interval goes with the test
 * @param pValue of both sides; 1 where all differences are 0, 0 where they are all the same
 */
public record PairedT(Summary differences, double pValue) {
  /**
   * Tests.
   *
   * @param first a value a pair
   * @param second the other value of each, two pairs at least
   */
  public static PairedT of(double[] first, double[] second) {
    double[] differences = new double[first.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = first[i] - second[i];
    }
    Summary summary = Summary.of(differences);
    if (summary.standardDeviation() == 0) {
      return new PairedT(summary, summary.mean() == 0 ? 1 : 0);
    }
    double t = summary.mean() / (summary.standardDeviation() / Math.sqrt(differences.length));
    double tail = TDistribution.of(differences.length - 1).survivalProbability(Math.abs(t));
    return new PairedT(summary, 2 * tail);
  }
}
