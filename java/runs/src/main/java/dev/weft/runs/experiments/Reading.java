package dev.weft.runs.experiments;

/**
 * What was read from a network with one set of weights.
 *
 * @param own its own evaluation
 * @param test its answers to the test set
 * @param validation its answers to the validation samples
 */
record Reading(Measured own, Predicted test, Predicted validation) {
  /** The classes mapped to groups. */
  Measured mapped(Binarization binarization) {
    return new Measured(
        own.epoch(),
        binarization.mapped(test.truth(), test.classes()),
        binarization.mapped(validation.truth(), validation.classes()),
        binarization.loss(test.truth(), test.probabilities()),
        binarization.loss(validation.truth(), validation.probabilities()));
  }

  /** The probabilities summed over groups. */
  Measured summed(Binarization binarization) {
    return new Measured(
        own.epoch(),
        binarization.summed(test.truth(), test.probabilities()),
        binarization.summed(validation.truth(), validation.probabilities()),
        binarization.loss(test.truth(), test.probabilities()),
        binarization.loss(validation.truth(), validation.probabilities()));
  }
}
