package dev.weft.benchmarks;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.train.EpochRecord;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A network in training, an epoch at a time, and the checks that the work was done: the steps that
 * the optimizer counted, losses that fall, and what the network has learned at the end. A figure of
 * work that fails them is never reported.
 */
final class TrainingWork implements AutoCloseable {
  private static final long SEED = 1;

  /** What any of the networks reaches after so few steps; the usual mistakes stay below. */
  private static final long STEPS_TO_LEARN = 1_000;

  private static final double ACCURACY_OF_TEN_CLASSES = 0.7;
  private static final double ACCURACY_OF_TWO_GROUPS = 0.95;

  private final Engine engine;
  private final Network network;
  private final ResidentDataset train;
  private final Dataset test;
  private final int batchSize;
  private final List<EpochRecord> epochs = new ArrayList<>();

  private TrainingWork(Engine engine, NetworkShape shape, Dataset train, Dataset test, int batch) {
    this.engine = engine;
    this.network = engine.network(shape.architecture(), SEED);
    this.train = engine.upload(train);
    this.test = test;
    this.batchSize = batch;
  }

  /**
   * Opens a device and puts data and network on it.
   *
   * @param threads CPU threads, 0 for one a core
   * @param samples the number of training images, from the first
   */
  static TrainingWork open(
      FashionMnist data,
      String backend,
      int threads,
      NetworkShape shape,
      int batchSize,
      int samples) {
    Dataset train = data.train().first(samples);
    Dataset test = data.test();
    if (shape.binary()) {
      train = train.relabel(FashionMnist.CLOTHING);
      test = test.relabel(FashionMnist.CLOTHING);
    }
    return new TrainingWork(Engine.open(backend, threads), shape, train, test, batchSize);
  }

  Network network() {
    return network;
  }

  /** Trains the next epoch and returns its mean loss. */
  double epoch() {
    int done = epochs.size();
    TrainingSpec spec =
        TrainingSpec.builder(network.architecture())
            .epochs(done + 1)
            .batchSize(batchSize)
            .seed(SEED)
            .build();
    epochs.addAll(new Trainer(spec).from(done).fit(network, train).epochs());
    return epochs.get(done).loss();
  }

  /**
   * Checks steps and losses of all epochs so far.
   *
   * @throws IllegalStateException where they are not those of the work that was asked for
   */
  void requireTrained() {
    long expected = epochs.size() * steps();
    long made = network.adamState().step();
    require(
        made == expected,
        made + " steps were made in " + epochs.size() + " epochs, not " + expected);
    double first = epochs.get(0).loss();
    double last = epochs.get(epochs.size() - 1).loss();
    require(Double.isFinite(last), "the loss of epoch " + epochs.size() + " is " + last);
    require(
        epochs.size() == 1 || last < first,
        "the loss did not fall: " + first + " at first, " + last + " after " + epochs.size());
  }

  /**
   * Checks that the network has learned the task, where it had the steps to do so.
   *
   * @throws IllegalStateException where it has not
   */
  void requireLearned() {
    requireTrained();
    double bound =
        network.architecture().classes() == 2 ? ACCURACY_OF_TWO_GROUPS : ACCURACY_OF_TEN_CLASSES;
    double accuracy = network.evaluate(test).accuracy();
    require(
        accuracy > bound || epochs.size() * steps() < STEPS_TO_LEARN,
        "test accuracy is " + accuracy + " after " + epochs.size() + " epochs, not above " + bound);
  }

  private long steps() {
    return (train.data().size() + (long) batchSize - 1) / batchSize;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  @Override
  public void close() {
    train.close();
    network.close();
    engine.close();
  }
}
