package dev.weft.runs.input;

import dev.weft.data.Dataset;
import dev.weft.train.SpecException;

/**
 * The training samples {@code from} to {@code to - 1}, counted from 0; printed and parsed as {@code
 * from:to}.
 */
public record SampleRange(int from, int to) {
  public SampleRange {
    if (from < 0 || to <= from) {
      throw wrong(from + ":" + to);
    }
  }

  /**
   * The range that a text spells.
   *
   * @throws IllegalArgumentException where it spells none
   */
  public static SampleRange parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2) {
      throw wrong(text);
    }
    try {
      return new SampleRange(
          Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "expected A:B with 0 <= A < B: samples A to B-1, counted from 0, not '" + text + "'");
  }

  /** How many they are. */
  public int size() {
    return to - from;
  }

  /**
   * Requires that there are so many samples.
   *
   * @throws SpecException where there are not
   */
  public void requireWithin(int available) {
    if (to > available) {
      throw new SpecException(
          "{train_range} " + this + " ends behind the " + available + " training samples");
    }
  }

  /** These of the samples. */
  public Dataset of(Dataset samples) {
    requireWithin(samples.size());
    return samples.range(from, to);
  }

  @Override
  public String toString() {
    return from + ":" + to;
  }
}
