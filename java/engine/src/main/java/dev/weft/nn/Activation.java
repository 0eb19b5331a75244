package dev.weft.nn;

/** The function that a dense layer applies to each element of its linear output z = xW + b. */
public enum Activation {
  /** y = z. The only choice for the last layer, whose output function belongs to the loss. */
  LINEAR,
  /** y = max(0, z). */
  RELU,
  /** y = 1 / (1 + exp(-z)). */
  SIGMOID,
  /** y = tanh(z). */
  TANH,
  /**
   * y = z &middot; &Phi;(z) with the normal distribution's &Phi;, exact rather than the tanh
   * approximation (Hendrycks and Gimpel, 2016, arXiv:1606.08415), as Keras and PyTorch have it.
   */
  GELU
}
