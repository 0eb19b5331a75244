package dev.weft.metrics;

/**
 * What becomes of the samples of two classes, where one of them, class 1, is the positive one. A
 * quotient without a denominator is 0, as in {@link ClassMetrics}.
 *
 * @param truePositives of class 1 and predicted so
 * @param falsePositives of class 0, predicted as class 1
 * @param falseNegatives of class 1, predicted as class 0
 * @param trueNegatives of class 0 and predicted so
 */
public record BinaryCounts(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /**
   * Counts at a threshold: a sample is predicted as class 1 where its score is above it, as {@link
   * dev.weft.Network#predictClasses} has it at 0.5.
   *
   * @param truth 0 or 1 [samples]
   * @param scores of class 1 [samples], no NaN among them
   * @throws IllegalArgumentException where truth and scores are not such
   */
  public static BinaryCounts at(double threshold, int[] truth, float[] scores) {
    RankedScores.require(truth, scores);
    long[] counts = new long[4];
    for (int i = 0; i < truth.length; i++) {
      counts[2 * truth[i] + (scores[i] > threshold ? 1 : 0)]++;
    }
    return new BinaryCounts(counts[3], counts[1], counts[2], counts[0]);
  }

  /** The number of samples. */
  public long total() {
    return truePositives + falsePositives + falseNegatives + trueNegatives;
  }

  /** Of all samples, the fraction predicted right. */
  public double accuracy() {
    return fraction(truePositives + trueNegatives, total());
  }

  /** Of the samples predicted as class 1, the fraction that are of it. */
  public double precision() {
    return fraction(truePositives, truePositives + falsePositives);
  }

  /** Of the samples of class 1, the fraction predicted so: the true-positive rate. */
  public double recall() {
    return fraction(truePositives, truePositives + falseNegatives);
  }

  /** Of the samples of class 0, the fraction predicted as class 1. */
  public double falsePositiveRate() {
    return fraction(falsePositives, falsePositives + trueNegatives);
  }

  /** The harmonic mean of precision and recall. */
  public double f1() {
    return fraction(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  private static double fraction(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
