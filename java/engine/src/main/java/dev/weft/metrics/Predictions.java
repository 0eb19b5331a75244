package dev.weft.metrics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes and probabilities that a classifier gave for samples whose classes are known.
 *
 * @param classNames one name a class, 2 at least
 * @param truth true classes [samples]
 * @param predicted predicted classes [samples]
 * @param probabilities of all classes [samples, classes], or of class 1 alone [samples] where there
 *     are two
 */
public record Predictions(
    List<String> classNames, int[] truth, int[] predicted, float[] probabilities) {
  /** As many as in the paper that made the calibration error known. */
  public static final int CALIBRATION_BINS = 15;

  public Predictions {
    classNames = List.copyOf(classNames);
    boolean ofClass1 = classNames.size() == 2 && probabilities.length == truth.length;
    boolean ofAll = probabilities.length == (long) truth.length * classNames.size();
    if (predicted.length != truth.length || !(ofClass1 || ofAll)) {
      throw new IllegalArgumentException(
          predicted.length
              + " predicted classes and "
              + probabilities.length
              + " probabilities do not fit "
              + truth.length
              + " samples of "
              + classNames.size()
              + " classes");
    }
  }

  /** The number of samples. */
  public int size() {
    return truth.length;
  }

  /** Whether there are two classes, so that class 1 has a score. */
  public boolean binary() {
    return classNames.size() == 2;
  }

  /** The probability that the classifier gives a class of a sample. */
  public float probability(int sample, int classNumber) {
    if (probabilities.length == truth.length) {
      return classNumber == 1 ? probabilities[sample] : 1 - probabilities[sample];
    }
    return probabilities[sample * classNames.size() + classNumber];
  }

  /** The probability of the class that it predicts. */
  public float confidence(int sample) {
    return probability(sample, predicted[sample]);
  }

  /** Whether it is right. */
  public boolean right(int sample) {
    return truth[sample] == predicted[sample];
  }

  /** The probabilities of class 1 [samples]. */
  public float[] scores() {
    if (probabilities.length == truth.length) {
      return probabilities.clone();
    }
    float[] scores = new float[truth.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = probability(i, 1);
    }
    return scores;
  }

  /** How well its probabilities are kept: of class 1 where there are two, else of its choice. */
  public Calibration calibration() {
    return binary()
        ? Calibration.ofClass1(truth, scores(), CALIBRATION_BINS)
        : Calibration.ofConfidence(truth, probabilities, classNames.size(), CALIBRATION_BINS);
  }

  /** Whether every probability is one: a network that diverged gives other values. */
  public boolean areProbabilities() {
    return IntStream.range(0, probabilities.length)
        .allMatch(i -> probabilities[i] >= 0 && probabilities[i] <= 1);
  }
}
