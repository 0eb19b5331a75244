package dev.weft.runs.experiments;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.metrics.Averages;
import dev.weft.metrics.ClassMetrics;
import dev.weft.metrics.Confusion;
import dev.weft.runs.EvaluationReport;
import dev.weft.train.StopReason;
import java.util.List;
import java.util.Optional;

/**
 * One experiment as {@code results.json} names it: figures of the last weights at the top, those of
 * the weights with the lowest val_loss under {@code best}.
 *
 * @param secondsPerEpoch training time of an epoch, the median; of the binarized experiment that of
 *     the ten-class model
 * @param summedProbabilities the binarized experiment's second reading, else empty
 * @param bySeed the accuracies with each seed; all other figures are of the first
 */
public record ExperimentReport(
    String name,
    int epochs,
    double secondsPerEpoch,
    Optional<String> stopReason,
    @JsonUnwrapped Figures last,
    Figures best,
    Optional<Summed> summedProbabilities,
    @JsonUnwrapped SeedFigures bySeed) {

  /**
   * What was measured with one set of weights.
   *
   * @param epoch after which the network had them
   * @param testLoss of the binarized experiment the binary cross-entropy of the summed
   *     probabilities, since mapped classes have no loss
   * @param confusion test counts [truth][predicted] in the order of {@code classNames}
   */
  public record Figures(
      int epoch,
      double testAccuracy,
      double valAccuracy,
      double testLoss,
      double valLoss,
      List<String> classNames,
      List<List<Long>> confusion,
      List<ClassMetrics> perClass,
      Averages macroAverage,
      Averages weightedAverage,
      List<Confusion> mostConfused) {
    static Figures of(ExperimentFigures measured) {
      EvaluationReport test = EvaluationReport.of(measured.test());
      return new Figures(
          measured.epoch(),
          test.accuracy(),
          measured.validation().accuracy(),
          measured.testLoss(),
          measured.validationLoss(),
          test.classNames(),
          test.confusion(),
          test.perClass(),
          test.macroAverage(),
          test.weightedAverage(),
          test.mostConfused());
    }
  }

  /** The second reading of the ten-class model's outputs. */
  public record Summed(Figures last, Figures best) {}

  static ExperimentReport of(
      Experiment experiment, Optional<Experiment> summed, SeedFigures bySeed) {
    return new ExperimentReport(
        experiment.name(),
        experiment.history().epochs().size(),
        experiment.history().secondsPerEpoch(),
        experiment.history().stopReason().map(StopReason::words),
        Figures.of(experiment.last()),
        Figures.of(experiment.best()),
        summed.map(s -> new Summed(Figures.of(s.last()), Figures.of(s.best()))),
        bySeed);
  }
}
