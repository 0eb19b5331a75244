package dev.weft.metrics;

import dev.weft.data.LabelMapping;

/**
 * A classifier's answers read as those of fewer groups of classes, in two ways. Their losses are
 * NaN, since no network was trained on the groups.
 *
 * @param byClass the group of the predicted class
 * @param bySum the group whose classes are the more probable together, the first of equals
 */
public record GroupEvaluation(Evaluation byClass, Evaluation bySum) {
  /**
   * Reads answers both ways.
   *
   * @param predictions with the probabilities of all classes
   * @throws IllegalArgumentException where the mapping is of another number of classes
   */
  public static GroupEvaluation of(LabelMapping mapping, Predictions predictions) {
    if (predictions.probabilities().length != (long) predictions.size() * mapping.sourceClasses()) {
      throw new IllegalArgumentException(
          "the mapping is of "
              + mapping.sourceClasses()
              + " classes, the predictions are not of as many");
    }
    return new GroupEvaluation(
        byClass(mapping, predictions.truth(), predictions.predicted()),
        bySum(mapping, predictions.truth(), predictions.probabilities()));
  }

  /** The group of each predicted class against that of each true class. */
  public static Evaluation byClass(LabelMapping mapping, int[] truth, int[] predicted) {
    return Evaluation.ofPredictions(
        mapping.groupNames(), mapping.map(truth), mapping.map(predicted));
  }

  /**
   * The group of the largest sum against that of each true class.
   *
   * @param probabilities [samples, classes]
   */
  public static Evaluation bySum(LabelMapping mapping, int[] truth, float[] probabilities) {
    float[] sums = mapping.sumProbabilities(probabilities);
    int groups = mapping.groupNames().size();
    int[] predicted = new int[truth.length];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = ClassChoice.of(sums, i, groups);
    }
    return Evaluation.ofPredictions(mapping.groupNames(), mapping.map(truth), predicted);
  }
}
