package dev.weft.train;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import dev.weft.metrics.Evaluation;
import java.util.Optional;

/**
 * Validates a network on a part of the training data or a set given apart, and turns an epoch into
 * its record.
 */
final class Validator implements AutoCloseable {
  private final Network network;
  private final ResidentDataset data;
  private final boolean uploadedHere;
  private final int from;
  private final int to;

  private Validator(Network network, ResidentDataset data, boolean uploadedHere, int from, int to) {
    this.network = network;
    this.data = data;
    this.uploadedHere = uploadedHere;
    this.from = from;
    this.to = to;
  }

  /** A set held apart is uploaded; a split is a range of the training data. */
  static Validator open(
      Optional<Dataset> validation, Network network, ResidentDataset training, TrainingPlan plan) {
    if (validation.isPresent()) {
      ResidentDataset own = network.engine().upload(validation.get());
      return new Validator(network, own, true, 0, plan.validationSamples());
    }
    int from = plan.trainSamples();
    return new Validator(network, training, false, from, from + plan.validationSamples());
  }

  EpochRecord record(EpochMeter epoch) {
    double loss = Double.NaN;
    double accuracy = Double.NaN;
    double seconds = 0;
    if (from < to) {
      long start = System.nanoTime();
      Evaluation evaluation = network.evaluate(data, from, to);
      seconds = (System.nanoTime() - start) * 1e-9;
      loss = evaluation.loss();
      accuracy = evaluation.accuracy();
    }
    return epoch.record(loss, accuracy, seconds);
  }

  @Override
  public void close() {
    if (uploadedHere) {
      data.close();
    }
  }
}
