package dev.weft;

import dev.weft.nn.Architecture;

/** From outputs to classes. */
final class Predictions {
  private Predictions() {}

  /**
   * The class of each sample: the most probable one, the first of equals; of one sigmoid output
   * class 1 where its probability is above one half.
   *
   * @param outputs probabilities [samples, outputs]
   * @return [samples]
   * @throws IllegalStateException where the outputs are not classes
   */
  static int[] classes(Architecture architecture, float[] outputs) {
    int width = architecture.outputs();
    if (architecture.classes() == 0) {
      throw new IllegalStateException(
          "the network's outputs are not classes: it has "
              + width
              + " "
              + architecture.loss().outputFunction()
              + " outputs; read their values with predict");
    }
    int[] classes = new int[outputs.length / width];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = width == 1 ? (outputs[i] > 0.5f ? 1 : 0) : argMax(outputs, i * width, width);
    }
    return classes;
  }

  private static int argMax(float[] outputs, int from, int width) {
    int best = 0;
    for (int k = 1; k < width; k++) {
      if (outputs[from + k] > outputs[from + best]) {
        best = k;
      }
    }
    return best;
  }
}
