package dev.weft.data;

import java.util.List;

/** What the samples of a {@link Dataset} are labelled with. */
public sealed interface GroundTruth {
  /** Nothing. */
  record None() implements GroundTruth {}

  /** A class each. */
  record Labels(int[] values, List<String> classNames) implements GroundTruth {}

  /** A row of numbers each. */
  record Targets(float[] values, int width) implements GroundTruth {}
}
