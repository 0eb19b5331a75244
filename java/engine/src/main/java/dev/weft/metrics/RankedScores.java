package dev.weft.metrics;

import java.util.Arrays;

/**
 * Scores of class 1 from the highest to the lowest, each distinct one with the samples that have it
 * or a higher one: what the curves over all thresholds are made of.
 */
final class RankedScores {
  private final float[] thresholds;
  private final long[] truePositives;
  private final long[] falsePositives;

  private RankedScores(float[] thresholds, long[] truePositives, long[] falsePositives) {
    this.thresholds = thresholds;
    this.truePositives = truePositives;
    this.falsePositives = falsePositives;
  }

  static void require(int[] truth, float[] scores) {
    if (truth.length != scores.length) {
      throw new IllegalArgumentException(
          truth.length + " true classes, but " + scores.length + " scores");
    }
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != 0 && truth[i] != 1) {
        throw new IllegalArgumentException(
            "the true class " + truth[i] + " of sample " + i + " is neither 0 nor 1");
      }
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException("the score of sample " + i + " is not a number");
      }
    }
  }

  static RankedScores of(int[] truth, float[] scores) {
    require(truth, scores);
    // Score and class in one long that sorts as the score does, so that nothing is boxed.
    long[] keys = new long[truth.length];
    for (int i = 0; i < keys.length; i++) {
      // Both zeros are the same threshold.
      int bits = Float.floatToIntBits(scores[i] == 0 ? 0f : scores[i]);
      keys[i] = ((long) (bits < 0 ? bits ^ Integer.MAX_VALUE : bits) << 1) | truth[i];
    }
    Arrays.sort(keys);
    float[] thresholds = new float[keys.length];
    long[] truePositives = new long[keys.length];
    long[] falsePositives = new long[keys.length];
    int distinct = 0;
    long positives = 0;
    for (int i = keys.length - 1; i >= 0; i--) {
      positives += keys[i] & 1;
      if (i == 0 || keys[i] >> 1 != keys[i - 1] >> 1) {
        int bits = (int) (keys[i] >> 1);
        thresholds[distinct] = Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MAX_VALUE : bits);
        truePositives[distinct] = positives;
        falsePositives[distinct] = keys.length - i - positives;
        distinct++;
      }
    }
    return new RankedScores(
        Arrays.copyOf(thresholds, distinct),
        Arrays.copyOf(truePositives, distinct),
        Arrays.copyOf(falsePositives, distinct));
  }

  /** The number of distinct scores. */
  int size() {
    return thresholds.length;
  }

  float threshold(int i) {
    return thresholds[i];
  }

  /** Samples of class 1 with the score {@code i} or a higher one. */
  long truePositives(int i) {
    return truePositives[i];
  }

  /** Samples of class 0 with the score {@code i} or a higher one. */
  long falsePositives(int i) {
    return falsePositives[i];
  }

  /** All samples of class 1. */
  long positives() {
    return size() == 0 ? 0 : truePositives[size() - 1];
  }

  /** All samples of class 0. */
  long negatives() {
    return size() == 0 ? 0 : falsePositives[size() - 1];
  }
}
