package dev.weft.backend.training;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.RangeMetrics;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.data.ImageShift;
import dev.weft.nn.Architecture;
import dev.weft.nn.GlorotUniform;
import dev.weft.nn.Optimizer;
import dev.weft.nn.Optimizer.Adam;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A short training run that any backend can do: every sample once an epoch, in an order of its own.
 *
 * @param name for people
 * @param classWeights one a class, or empty
 * @param optimizer with an epsilon of at least {@link #EPSILON}
 * @param averageDecay of the parameters' average, 0 for none
 * @param shift of the images, where there is one
 */
record Course(
    String name,
    Architecture architecture,
    Dataset data,
    int batchSize,
    int epochs,
    float[] classWeights,
    Optimizer optimizer,
    double averageDecay,
    Optional<ImageShift> shift) {
  /**
   * An epsilon above the rounding of gradients: with the usual 1e-7 a gradient that happens to
   * cancel out moves its parameter by the sign of its rounding error, and no two float32 programs
   * agree.
   */
  static final double EPSILON = 1e-4;

  private static final long SEED = 7;
  private static final float LEARNING_RATE = 0.002f;

  /** The same without class weights. */
  Course(String name, Architecture architecture, Dataset data, int batchSize, int epochs) {
    this(name, architecture, data, batchSize, epochs, new float[0]);
  }

  /** The same with Adam as Keras has it, but for epsilon. */
  Course(
      String name,
      Architecture architecture,
      Dataset data,
      int batchSize,
      int epochs,
      float[] classWeights) {
    this(name, architecture, data, batchSize, epochs, classWeights, new Adam(0.9, 0.999, EPSILON));
  }

  /** The same with another optimizer. */
  Course(
      String name,
      Architecture architecture,
      Dataset data,
      int batchSize,
      int epochs,
      float[] classWeights,
      Optimizer optimizer) {
    this(name, architecture, data, batchSize, epochs, classWeights, optimizer, 0, Optional.empty());
  }

  /** The same with an average of the parameters. */
  Course withAverage(double decay) {
    return new Course(
        name + ", average " + decay,
        architecture,
        data,
        batchSize,
        epochs,
        classWeights,
        optimizer,
        decay,
        shift);
  }

  /** The same with images that are shifted. */
  Course withShift(ImageShift other) {
    return new Course(
        name + ", shifted by " + other.pixels(),
        architecture,
        data,
        batchSize,
        epochs,
        classWeights,
        optimizer,
        averageDecay,
        Optional.of(other));
  }

  /**
   * What a run left behind.
   *
   * @param average of the parameters, or these where there is none
   * @param losses of every step
   * @param correct of the last epoch
   * @param predictions for all samples, as {@code metrics}
   */
  record Outcome(
      float[] parameters,
      float[] firstMoments,
      float[] secondMoments,
      float[] average,
      long step,
      double[] losses,
      long correct,
      RangeMetrics metrics,
      float[] predictions) {}

  /** The whole run on a network of its own. */
  Outcome on(BackendContext context) {
    try (BackendDataset resident = context.upload(data);
        BackendNetwork network = network(context)) {
      double[] losses = {};
      long correct = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        SliceResult result = network.train(resident, slice(epoch, 0, data.size()));
        losses =
            DoubleStream.concat(Arrays.stream(losses), Arrays.stream(result.stepLosses()))
                .toArray();
        correct = result.correct();
      }
      return outcome(network, resident, losses, correct);
    }
  }

  Outcome outcome(BackendNetwork network, BackendDataset resident, double[] losses, long correct) {
    return new Outcome(
        network.read(State.PARAMETERS),
        network.read(State.FIRST_MOMENTS),
        network.read(State.SECOND_MOMENTS),
        network.read(State.AVERAGE),
        network.step(),
        losses,
        correct,
        network.evaluate(resident, 0, data.size()),
        network.predict(resident, 0, data.size()));
  }

  /** The network at its start. */
  BackendNetwork network(BackendContext context) {
    BackendNetwork network = context.create(architecture, SEED);
    network.write(State.PARAMETERS, GlorotUniform.parameters(architecture, SEED));
    return network;
  }

  /**
   * The places {@code from} to {@code to - 1} of an epoch's order, {@code from} at a batch's start.
   */
  TrainingSlice slice(int epoch, int from, int to) {
    float[] rates = new float[TrainingSlice.steps(to - from, batchSize)];
    for (int i = 0; i < rates.length; i++) {
      // A rate that changes shows whether each step takes its own.
      rates[i] = LEARNING_RATE / (1 + from / batchSize + i);
    }
    return new TrainingSlice(
        order(epoch), from, to, batchSize, rates, optimizer, classWeights, averageDecay, shift);
  }

  /** A permutation: steps of 31 places around the samples, whose number has no factor 31. */
  private int[] order(int epoch) {
    int[] order = new int[data.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) ((31L * i + epoch) % order.length);
    }
    return order;
  }

  @Override
  public String toString() {
    return name;
  }
}
