package dev.weft.data;

/** How the features of a {@link Dataset} are stored, row after row. */
public sealed interface Features {
  /** The number of values of all rows. */
  int elements();

  /** Bytes that are read as value / 255. */
  record Pixels(byte[] values) implements Features {
    @Override
    public int elements() {
      return values.length;
    }
  }

  /** Values as they are. */
  record Values(float[] values) implements Features {
    @Override
    public int elements() {
      return values.length;
    }
  }
}
