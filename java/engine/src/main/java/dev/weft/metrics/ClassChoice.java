package dev.weft.metrics;

/** The class that a network's outputs stand for. */
public final class ClassChoice {
  private ClassChoice() {}

  /**
   * The most probable class of a sample, the first of equals; of one sigmoid output class 1 where
   * its probability is above one half.
   *
   * @param outputs probabilities [samples, width]
   */
  public static int of(float[] outputs, int sample, int width) {
    int from = sample * width;
    if (width == 1) {
      return outputs[from] > 0.5f ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < width; k++) {
      if (outputs[from + k] > outputs[from + best]) {
        best = k;
      }
    }
    return best;
  }
}
