package dev.weft.benchmarks;

import dev.weft.Network;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import java.nio.ByteBuffer;

/** The reference network after one epoch, and what its answers to the test images must be. */
final class TrainedNetwork implements AutoCloseable {
  private static final NetworkShape REFERENCE = NetworkShape.parse("784-32-32-10");
  private static final int TRAIN_SAMPLES = 50_000;
  private static final double PIXEL_MAX = 255;

  /** Two ways to one answer may round differently; the most probable class rarely notices. */
  private static final double AGREEMENT = 0.999;

  private final TrainingWork work;
  private final Dataset test;
  private final int[] expected;

  private TrainedNetwork(TrainingWork work, Dataset test) {
    this.work = work;
    this.test = test;
    this.expected = work.network().predictClasses(test);
  }

  static TrainedNetwork open(String backend, int threads) {
    FashionMnist data = BenchmarkData.load();
    TrainingWork work = TrainingWork.open(data, backend, threads, REFERENCE, 32, TRAIN_SAMPLES);
    work.epoch();
    work.requireLearned();
    return new TrainedNetwork(work, data.test());
  }

  Network network() {
    return work.network();
  }

  /** The test images. */
  Dataset test() {
    return test;
  }

  /** The test images as rows of floats from 0 to 1. */
  float[][] rows() {
    ByteBuffer pixels = test.pixels();
    float[][] rows = new float[test.size()][test.features()];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) ((pixels.get() & 0xff) / PIXEL_MAX);
      }
    }
    return rows;
  }

  /**
   * Checks the classes predicted for all test images.
   *
   * @throws IllegalStateException where they are not those of the network
   */
  void requireClasses(int[] classes) {
    int same = 0;
    for (int i = 0; i < expected.length; i++) {
      same += classes[i] == expected[i] ? 1 : 0;
    }
    if (classes.length != expected.length || same < AGREEMENT * expected.length) {
      throw new IllegalStateException(
          same + " of " + expected.length + " images have the class that the network predicts");
    }
  }

  @Override
  public void close() {
    work.close();
  }
}
