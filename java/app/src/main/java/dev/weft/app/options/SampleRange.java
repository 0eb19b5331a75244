package dev.weft.app.options;

/** The samples {@code from} to {@code to - 1}. */
public record SampleRange(int from, int to) {
  /** How many they are. */
  public int size() {
    return to - from;
  }

  @Override
  public String toString() {
    return from + ":" + to;
  }
}
