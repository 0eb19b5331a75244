package dev.weft.runs.experiments;

import dev.weft.metrics.Evaluation;

/**
 * One set of weights, measured.
 *
 * @param epoch the epoch after which the network had them
 * @param test on the test set
 * @param validation on the validation samples
 * @param testLoss on the test set; of the binarized experiment that of the summed probabilities
 * @param validationLoss on the validation samples, likewise
 */
public record ExperimentFigures(
    int epoch, Evaluation test, Evaluation validation, double testLoss, double validationLoss) {
  /** A network's own evaluations. */
  public static ExperimentFigures of(int epoch, Evaluation test, Evaluation validation) {
    return new ExperimentFigures(epoch, test, validation, test.loss(), validation.loss());
  }
}
