package dev.weft.runs.experiments;

import dev.weft.metrics.Predictions;
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
 * @param ensembleAccuracies test accuracies of the averaged probabilities of the first seed, the
 *     first two, and so on; empty where answers are not known
 * @param testAccuracySummary of the test accuracies; empty of a single seed, as is the other
 */
public record SeedFigures(
    List<Long> seeds,
    List<Double> testAccuracies,
    List<Double> valAccuracies,
    List<Double> bestTestAccuracies,
    List<Double> bestValAccuracies,
    List<Double> ensembleAccuracies,
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
        ensemble(bySeed),
        summary(test),
        summary(validation));
  }

  private static List<Double> ensemble(List<Experiment> bySeed) {
    List<Predictions> answers = bySeed.stream().flatMap(one -> one.answers().stream()).toList();
    return answers.size() == bySeed.size() ? Ensemble.accuracies(answers) : List.of();
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
