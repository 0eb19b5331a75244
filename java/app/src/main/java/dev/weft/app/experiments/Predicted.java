package dev.weft.app.experiments;

/**
 * A network's answers to some samples.
 *
 * @param truth true classes [samples]
 * @param classes predicted classes [samples]
 * @param probabilities [samples, classes]
 */
record Predicted(int[] truth, int[] classes, float[] probabilities) {
  /** No samples. */
  static final Predicted NONE = new Predicted(new int[0], new int[0], new float[0]);
}
