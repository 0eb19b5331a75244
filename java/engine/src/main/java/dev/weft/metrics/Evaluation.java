package dev.weft.metrics;

import dev.weft.backend.RangeMetrics;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a network makes of a data set: its mean loss and, where its outputs are classes, accuracy,
 * confusion matrix and the scores of each class. A class that neither samples have nor predictions
 * name counts in no average, as in scikit-learn.
 */
public final class Evaluation {
  private final double loss;
  private final int samples;
  private final List<ConfusionMatrix> confusion;

  private Evaluation(double loss, int samples, List<ConfusionMatrix> confusion) {
    this.loss = loss;
    this.samples = samples;
    this.confusion = confusion;
  }

  /**
   * From what a backend counted.
   *
   * @param classNames one name a class, or empty where the data set names none
   * @param samples the number of samples evaluated
   */
  public static Evaluation of(List<String> classNames, int samples, RangeMetrics metrics) {
    List<ConfusionMatrix> confusion =
        metrics.confusion().length == 0
            ? List.of()
            : List.of(new ConfusionMatrix(classNames, metrics.confusion()));
    return new Evaluation(metrics.loss(), samples, confusion);
  }

  /**
   * From predicted classes alone, such as those mapped from another network's; the loss is NaN.
   *
   * @param classNames one name a class
   * @param truth true classes [samples]
   * @param predicted predicted classes [samples]
   */
  public static Evaluation ofPredictions(List<String> classNames, int[] truth, int[] predicted) {
    return new Evaluation(
        Double.NaN, truth.length, List.of(ConfusionMatrix.of(classNames, truth, predicted)));
  }

  /** The mean loss of the samples without class weights; NaN where it is not known. */
  public double loss() {
    return loss;
  }

  /** The number of samples. */
  public int samples() {
    return samples;
  }

  /** Whether the outputs are classes, so that there is an accuracy and a confusion matrix. */
  public boolean classifies() {
    return !confusion.isEmpty();
  }

  /** The fraction of samples predicted right; NaN where outputs are not classes. */
  public double accuracy() {
    return classifies() ? (double) confusion().correct() / samples : Double.NaN;
  }

  /**
   * The confusion matrix.
   *
   * @throws IllegalStateException where outputs are not classes
   */
  public ConfusionMatrix confusion() {
    if (!classifies()) {
      throw new IllegalStateException(
          "the outputs are not classes, so there is no confusion matrix");
    }
    return confusion.get(0);
  }

  /** Precision, recall, F1 and support of each class, in order. */
  public List<ClassMetrics> perClass() {
    ConfusionMatrix matrix = confusion();
    return IntStream.range(0, matrix.classNames().size())
        .mapToObj(
            k ->
                ClassMetrics.of(
                    matrix.classNames().get(k),
                    matrix.count(k, k),
                    matrix.predicted(k),
                    matrix.support(k)))
        .toList();
  }

  /** Means over the classes that occur in truth or predictions, each counting the same. */
  public Averages macro() {
    ConfusionMatrix matrix = confusion();
    return averages(k -> matrix.support(k) + matrix.predicted(k) > 0 ? 1 : 0);
  }

  /** The mean of the recalls of the classes that have samples, as scikit-learn has it. */
  public double balancedAccuracy() {
    return perClass().stream()
        .filter(one -> one.support() > 0)
        .mapToDouble(ClassMetrics::recall)
        .average()
        .orElse(0);
  }

  /** Means over the classes, weighted by their supports. */
  public Averages weighted() {
    return averages(confusion()::support);
  }

  private Averages averages(IntToLongFunction weight) {
    List<ClassMetrics> classes = perClass();
    return new Averages(
        mean(classes, weight, ClassMetrics::precision),
        mean(classes, weight, ClassMetrics::recall),
        mean(classes, weight, ClassMetrics::f1));
  }

  private static double mean(
      List<ClassMetrics> classes, IntToLongFunction weight, ToDoubleFunction<ClassMetrics> value) {
    double sum = 0;
    double weights = 0;
    for (int k = 0; k < classes.size(); k++) {
      sum += weight.applyAsLong(k) * value.applyAsDouble(classes.get(k));
      weights += weight.applyAsLong(k);
    }
    return weights == 0 ? 0 : sum / weights;
  }

  /** A table for people, in the manner of scikit-learn's classification_report. */
  @Override
  public String toString() {
    return EvaluationTable.of(this);
  }
}
