package dev.weft.datasets.garments;

import dev.weft.random.Philox;

/** The random numbers of one picture, taken one after the other. */
public final class Draws {
  private final Philox random;
  private int taken;

  public Draws(long seed, int stream, int step) {
    this.random = new Philox(seed, stream, step, Philox.SYNTHETIC);
  }

  /** 32 random bits. */
  int bits() {
    return random.bits(taken++);
  }

  /** A number from {@code low} to below {@code high}. */
  double between(double low, double high) {
    return low + (high - low) * random.uniform(taken++);
  }

  /** A whole number from 0 to {@code bound - 1}. */
  public int below(int bound) {
    return random.below(taken++, bound);
  }

  /** True in this share of all cases. */
  boolean chance(double share) {
    return random.uniform(taken++) < share;
  }
}
