package dev.weft.train;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.plain.PlainBackend;
import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.random.Philox;
import java.util.List;

/** A small three-class problem with drawn data, and networks for it on the plain-Java backend. */
final class TinyProblem implements AutoCloseable {
  static final Architecture PLAIN =
      Architecture.inputs(4).dense(5, Activation.RELU).output(3, Loss.SOFTMAX_CROSS_ENTROPY);
  static final Architecture WITH_DROPOUT =
      Architecture.inputs(4)
          .dense(8, Activation.RELU)
          .dropout(0.4f)
          .output(3, Loss.SOFTMAX_CROSS_ENTROPY);

  private final Engine engine = Engine.of(new PlainBackend().open(ContextOptions.defaults()));

  Network network(Architecture architecture) {
    return engine.network(architecture, 11);
  }

  Engine engine() {
    return engine;
  }

  /** Samples whose class is the largest of their first three features. */
  static Dataset data(int samples) {
    int[] labels = new int[samples];
    float[] values = values(samples);
    for (int i = 0; i < samples; i++) {
      for (int k = 1; k < 3; k++) {
        labels[i] = values[4 * i + k] > values[4 * i + labels[i]] ? k : labels[i];
      }
    }
    return Dataset.ofValues(values, 4).withLabels(labels, List.of("a", "b", "c"));
  }

  static float[] values(int samples) {
    Philox draws = new Philox(3, 0, 0, Philox.SYNTHETIC);
    float[] values = new float[4 * samples];
    for (int i = 0; i < values.length; i++) {
      values[i] = draws.uniform(i);
    }
    return values;
  }

  @Override
  public void close() {
    engine.close();
  }
}
