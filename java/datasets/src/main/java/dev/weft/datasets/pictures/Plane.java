package dev.weft.datasets.pictures;

/**
 * Intensities on the way from one step of the conversion to the next.
 *
 * @param width in pixels, 0 where nothing is left
 * @param height in pixels, 0 where nothing is left
 * @param values [height, width], 0 background to 255; a step may leave values beyond
 */
record Plane(int width, int height, float[] values) {
  Plane(int width, int height) {
    this(width, height, new float[Math.multiplyExact(width, height)]);
  }

  float at(int x, int y) {
    return values[y * width + x];
  }

  /** The value of the nearest pixel within. */
  float near(int x, int y) {
    return at(Math.max(0, Math.min(width - 1, x)), Math.max(0, Math.min(height - 1, y)));
  }

  void set(int x, int y, float value) {
    values[y * width + x] = value;
  }
}
