package dev.weft.backend;

import java.util.Random;

/** Seeded numbers to compute with. */
public final class Noise {
  private final Random random;

  /** The same seed gives the same numbers. */
  public Noise(long seed) {
    this.random = new Random(seed);
  }

  /** Numbers of the normal distribution with this standard deviation. */
  public float[] normal(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /** Numbers spread evenly over [from, to). */
  public float[] uniform(int count, double from, double to) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (from + (to - from) * random.nextDouble());
    }
    return values;
  }

  /** Bytes of every value. */
  public byte[] bytes(int count) {
    byte[] values = new byte[count];
    random.nextBytes(values);
    return values;
  }

  /** Whole numbers from 0 to {@code bound - 1}. */
  public int[] below(int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }
}
