package dev.weft.runs.experiments;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.runs.training.ModelPlan;

/**
 * Measures a network with the weights that it has at the moment.
 *
 * @param train the training set, whose last samples validate
 * @param test the test set
 */
record Measuring(Network network, ResidentDataset train, ResidentDataset test, ModelPlan plan) {
  /**
   * Evaluates and predicts on the test set and on the validation samples.
   *
   * @param epoch after which the network had these weights
   */
  Reading read(int epoch) {
    int size = train.data().size();
    int from = size - plan.validation().of(size);
    Measured own =
        Measured.of(
            epoch,
            network.evaluate(test, 0, test.data().size()),
            network.evaluate(train, from, size));
    return new Reading(own, predicted(test, 0, test.data().size()), predicted(train, from, size));
  }

  private Predicted predicted(ResidentDataset data, int from, int to) {
    float[] probabilities = network.predict(data, from, to);
    int[] truth = data.data().range(from, to).labels();
    return new Predicted(truth, network.classes(probabilities), probabilities);
  }
}
