package dev.weft.benchmarks;

import dev.weft.datasets.fashion.FashionMnist;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Values for the arrays of single operations, and how answers are compared. */
final class Operands {
  private static final long SEED = 1;
  private static final float PIXEL_MAX = 255;

  /** Sums of a thousand float32 products in another order differ by less. */
  private static final double TOLERANCE = 1e-5;

  private Operands() {}

  /** Pixels of the training images from 0 to 1: real data, with its many zeros. */
  static float[] pixels(int length) {
    ByteBuffer source = BenchmarkData.load().train().pixels();
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (source.get(i) & 0xff) / PIXEL_MAX;
    }
    return values;
  }

  /** Labels of the first training images, one-hot. */
  static float[] oneHotLabels(int samples) {
    FashionMnist data = BenchmarkData.load();
    int classes = FashionMnist.CLASS_NAMES.size();
    float[] targets = new float[samples * classes];
    for (int i = 0; i < samples; i++) {
      targets[i * classes + data.train().label(i)] = 1;
    }
    return targets;
  }

  /** Uniform in [-limit, limit), the same in every run. */
  static float[] uniform(int length, double limit) {
    SplittableRandom random = new SplittableRandom(SEED + length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-limit, limit);
    }
    return values;
  }

  /**
   * Compares by the norm of the difference over the norm.
   *
   * @throws IllegalStateException where an operation's result is another
   */
  static void requireClose(String what, float[] expected, float[] actual) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = (double) actual[i] - expected[i];
      difference += error * error;
      norm += (double) expected[i] * expected[i];
    }
    double relative = Math.sqrt(difference / norm);
    if (!(relative < TOLERANCE)) {
      throw new IllegalStateException(
          what + " differs from plain Java's by a relative " + relative);
    }
  }
}
