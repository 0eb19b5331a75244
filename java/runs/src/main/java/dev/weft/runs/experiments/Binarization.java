package dev.weft.runs.experiments;

import dev.weft.data.LabelMapping;
import dev.weft.metrics.Predictions;

/**
 * Reads a many-class model's probabilities as those of two groups: what {@link
 * dev.weft.metrics.GroupEvaluation} does not need, a probability of group 1 and a loss.
 *
 * @param mapping of the classes to two groups
 */
record Binarization(LabelMapping mapping) {
  /** Probabilities are kept this far from 0, as Keras clips them, so that every loss is finite. */
  private static final double EPSILON = 1e-7;

  Binarization {
    if (mapping.groupNames().size() != 2) {
      throw new IllegalArgumentException("binarization takes a mapping to 2 groups");
    }
  }

  /**
   * The group of each predicted class, with the probability of group 1 that the groups' sums give.
   *
   * @param probabilities [samples, classes]
   */
  Predictions answers(int[] truth, int[] predicted, float[] probabilities) {
    float[] groups = mapping.sumProbabilities(probabilities);
    float[] ofGroup1 = new float[truth.length];
    for (int i = 0; i < ofGroup1.length; i++) {
      double both = (double) groups[2 * i] + groups[2 * i + 1];
      ofGroup1[i] = (float) (groups[2 * i + 1] / both);
    }
    return new Predictions(
        mapping.groupNames(), mapping.map(truth), mapping.map(predicted), ofGroup1);
  }

  /** The mean binary cross-entropy of the summed probabilities. */
  double loss(int[] truth, float[] probabilities) {
    float[] groups = mapping.sumProbabilities(probabilities);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double both = (double) groups[2 * i] + groups[2 * i + 1];
      sum -= Math.log(Math.max(EPSILON, groups[2 * i + mapping.group(truth[i])] / both));
    }
    return sum / truth.length;
  }
}
