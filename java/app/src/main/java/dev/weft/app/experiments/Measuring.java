package dev.weft.app.experiments;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.app.training.ModelPlan;

/**
 * Measures a network with the weights that it has at the moment.
 *
 * @param train the training set, whose last samples validate
 * @param test the test set
 */
record Measuring(Network network, ResidentDataset train, ResidentDataset test, ModelPlan plan) {
  /**
   * Evaluates on the test set and on the validation samples.
   *
   * @param epoch after which the network had these weights
   * @param withPredictions whether predictions are wanted too
   */
  Reading read(int epoch, boolean withPredictions) {
    int size = train.data().size();
    int from = size - plan.validation().of(size);
    Measured own =
        Measured.of(
            epoch,
            network.evaluate(test, 0, test.data().size()),
            network.evaluate(train, from, size));
    if (!withPredictions) {
      return new Reading(own, Predicted.NONE, Predicted.NONE);
    }
    return new Reading(own, predicted(test, 0, test.data().size()), predicted(train, from, size));
  }

  private Predicted predicted(ResidentDataset data, int from, int to) {
    float[] probabilities = network.predict(data, from, to);
    int[] truth = data.data().range(from, to).labels();
    return new Predicted(truth, network.classes(probabilities), probabilities);
  }
}
