package dev.weft.data;

import java.util.List;

/** What the samples of a {@link Dataset} are labelled with. */
public sealed interface Truth {
  /** Nothing. */
  record None() implements Truth {}

  /** A class each. */
  record Labels(int[] values, List<String> classNames) implements Truth {}

  /** A row of numbers each. */
  record Targets(float[] values, int width) implements Truth {}
}
