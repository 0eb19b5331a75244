package dev.weft.nn;

/** What makes a network's outputs of its last layer's linear ones; a loss brings it. */
public enum OutputFunction {
  /** Probabilities of classes, one of which is right: exp(z<sub>k</sub>) over the row's sum. */
  SOFTMAX("softmax", "Softmax"),
  /** A probability for each output by itself. */
  SIGMOID("sigmoid", "Sigmoid"),
  /** The linear outputs themselves. */
  LINEAR("linear", "Identity");

  private final String text;
  private final String onnxOperator;

  OutputFunction(String text, String onnxOperator) {
    this.text = text;
    this.onnxOperator = onnxOperator;
  }

  /** Its operator in ONNX; {@code Identity} leaves no node. */
  public String onnxOperator() {
    return onnxOperator;
  }

  /** The name that Keras gives it: softmax, sigmoid or linear. */
  @Override
  public String toString() {
    return text;
  }
}
