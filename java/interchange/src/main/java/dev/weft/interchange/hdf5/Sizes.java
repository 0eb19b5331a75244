package dev.weft.interchange.hdf5;

import java.util.Arrays;

/** Sizes that a file claims. */
final class Sizes {
  private Sizes() {}

  /** The elements of a shape; none is a scalar's. */
  static long elements(long[] shape) {
    if (Arrays.stream(shape).anyMatch(size -> size < 0)) {
      throw new RefusedException("a shape is " + Arrays.toString(shape));
    }
    try {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new RefusedException(
          "the shape " + Arrays.toString(shape) + " is too large for any file", e);
    }
  }
}
