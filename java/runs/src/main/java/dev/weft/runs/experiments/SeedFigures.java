package dev.weft.runs.experiments;

import dev.weft.runs.statistics.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The accuracies of an experiment by seed, and what they come to; of last weights, as the study
 * reports them, and under {@code best} of those with the lowest val_loss.
 *
 * @param seeds in order; that of the other fields of the experiment comes first
 * @param testAccuracySummary of the test accuracies; empty of a single seed, as is the other
 */
public record SeedFigures(
    List<Long> seeds,
    List<Double> testAccuracies,
    List<Double> valAccuracies,
    List<Double> bestTestAccuracies,
    List<Double> bestValAccuracies,
    Optional<Summary> testAccuracySummary,
    Optional<Summary> valAccuracySummary) {
  /** Of an experiment with each of the seeds. */
  static SeedFigures of(List<Long> seeds, List<Experiment> bySeed) {
    double[] test = of(bySeed, e -> e.last().test().accuracy());
    double[] validation = of(bySeed, e -> e.last().validation().accuracy());
    return new SeedFigures(
        seeds,
        boxed(test),
        boxed(validation),
        boxed(of(bySeed, e -> e.best().test().accuracy())),
        boxed(of(bySeed, e -> e.best().validation().accuracy())),
        summary(test),
        summary(validation));
  }

  private static Optional<Summary> summary(double[] values) {
    return values.length < 2 ? Optional.empty() : Optional.of(Summary.of(values));
  }

  private static double[] of(List<Experiment> bySeed, ToDoubleFunction<Experiment> figure) {
    return bySeed.stream().mapToDouble(figure).toArray();
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
