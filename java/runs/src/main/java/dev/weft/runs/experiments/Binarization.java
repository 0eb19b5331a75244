package dev.weft.runs.experiments;

import dev.weft.data.LabelMapping;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;

/**
 * Reads a many-class model's probabilities as those of two groups, in two ways: the group of the
 * most probable class, and the group whose classes are the more probable together.
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

  /** The group of each predicted class against the group of each true class. */
  Evaluation mapped(int[] truth, int[] predicted) {
    return Evaluation.ofPredictions(
        mapping.groupNames(), mapping.map(truth), mapping.map(predicted));
  }

  /**
   * Group 1 where its classes sum to more than one half.
   *
   * @param probabilities [samples, classes]
   */
  Evaluation summed(int[] truth, float[] probabilities) {
    float[] groups = mapping.sumProbabilities(probabilities);
    int[] predicted = new int[truth.length];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = groups[2 * i + 1] > groups[2 * i] ? 1 : 0;
    }
    return Evaluation.ofPredictions(mapping.groupNames(), mapping.map(truth), predicted);
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
