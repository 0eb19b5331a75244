package dev.weft.nn;

/**
 * What a network is trained to make small, fused with the output function that belongs to it. The
 * loss of a batch is the mean over its samples.
 */
public enum Loss {
  /**
   * Softmax over the outputs, then categorical cross-entropy -&Sigma; t<sub>k</sub> log
   * p<sub>k</sub>. Takes class labels 0 to outputs-1, or target rows [outputs] (one-hot or soft).
   */
  SOFTMAX_CROSS_ENTROPY("softmax", "categorical_crossentropy"),
  /**
   * A sigmoid on each output, then binary cross-entropy, averaged over the outputs. Takes class
   * labels 0 and 1 where there is one output, or target rows [outputs] with values in [0, 1].
   */
  SIGMOID_CROSS_ENTROPY("sigmoid", "binary_crossentropy"),
  /** Linear outputs and the squared error, averaged over the outputs. Takes target rows. */
  MEAN_SQUARED_ERROR("linear", "mean_squared_error");

  private final String outputFunction;
  private final String kerasName;

  Loss(String outputFunction, String kerasName) {
    this.outputFunction = outputFunction;
    this.kerasName = kerasName;
  }

  /** The output function's name: softmax, sigmoid or linear. */
  public String outputFunction() {
    return outputFunction;
  }

  /** The name that Keras gives this loss. */
  public String kerasName() {
    return kerasName;
  }

  /** Whether outputs are class probabilities, so that accuracy has a meaning. */
  public boolean classifies() {
    return this != MEAN_SQUARED_ERROR;
  }
}
