package dev.weft.serve;

import java.util.Arrays;

/** Numbers that grow, without an object for each. */
final class FloatList {
  private static final int FIRST = 1024;

  private float[] values = new float[FIRST];
  private int size;

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
