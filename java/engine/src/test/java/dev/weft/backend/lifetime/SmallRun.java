package dev.weft.backend.lifetime;

import dev.weft.backend.Noise;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer.Adam;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A network, data that fit it and a slice of training, all small. */
final class SmallRun {
  static final int SAMPLES = 20;
  static final Adam ADAM = Adam.DEFAULT;

  static final Architecture NETWORK =
      Architecture.inputs(4).dense(5, Activation.RELU).output(3, Loss.SOFTMAX_CROSS_ENTROPY);

  static final Dataset FEATURES = Dataset.ofValues(new Noise(1).normal(4 * SAMPLES, 1), 4);

  static final Dataset DATA = labelled(3);

  private SmallRun() {}

  static Dataset labelled(int classes) {
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    return FEATURES.withLabels(new Noise(2).below(SAMPLES, classes), names);
  }

  /** Batches of 6 over the samples in file order, the whole set {@code times} times. */
  static TrainingSlice slice(int times, float... classWeights) {
    int[] order = IntStream.range(0, times * SAMPLES).map(i -> i % SAMPLES).toArray();
    float[] rates = new float[TrainingSlice.steps(order.length, 6)];
    Arrays.fill(rates, 0.001f);
    return new TrainingSlice(order, 0, order.length, 6, rates, ADAM, classWeights);
  }
}
