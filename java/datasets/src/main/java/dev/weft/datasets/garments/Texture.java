package dev.weft.datasets.garments;

/**
 * The pattern of a cloth and the noise of a cheap camera, for the painted parts of a {@link Canvas}
 * only: the ground stays black.
 */
final class Texture {
  private final double[] rows;
  private final double[] columns;
  private final double noise;
  private final Draws draws;

  private Texture(double[] rows, double[] columns, double noise, Draws draws) {
    this.rows = rows;
    this.columns = columns;
    this.noise = noise;
    this.draws = draws;
  }

  /** Plain, striped either way or checked. */
  static Texture draw(int side, Draws draws) {
    double across = draws.chance(0.25) ? draws.between(0.8, 3) : 0;
    double along = draws.chance(0.2) ? draws.between(0.8, 3) : 0;
    double depth = draws.between(0.05, 0.3);
    double noise = draws.between(0.03, 0.12);
    return new Texture(
        wave(side, across, depth, draws), wave(side, along, depth, draws), noise, draws);
  }

  /** Brightness along one direction; the sine is the one that is the same on every machine. */
  private static double[] wave(int length, double frequency, double depth, Draws draws) {
    double phase = draws.between(0, 6.3);
    double[] wave = new double[length];
    for (int i = 0; i < length; i++) {
      wave[i] =
          frequency == 0 ? 1 : 1 - depth * (0.5 + 0.5 * StrictMath.sin(frequency * i + phase));
    }
    return wave;
  }

  void apply(Canvas canvas) {
    int side = canvas.side();
    int bits = 0;
    for (int i = 0; i < side * side; i++) {
      // One draw serves four pixels, a byte each.
      bits = i % Integer.BYTES == 0 ? draws.bits() : bits >>> Byte.SIZE;
      if (canvas.at(i) > 0) {
        double speckle = noise * (((bits & 0xff) - 127.5) / 127.5);
        double cloth = canvas.at(i) * (rows[i / side] * columns[i % side] + speckle);
        canvas.set(i, (float) Math.min(1, Math.max(0, cloth)));
      }
    }
  }
}
