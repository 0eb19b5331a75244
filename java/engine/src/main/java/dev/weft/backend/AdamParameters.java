package dev.weft.backend;

/**
 * The constants of Adam (Kingma and Ba, 2015) in Keras form, apart from the learning rate: the step
 * size is lr &middot; sqrt(1 - beta2^t) / (1 - beta1^t), the update m / (sqrt(v) + epsilon).
 *
 * @param beta1 decay of the first moments, 0 &lt;= beta1 &lt; 1
 * @param beta2 decay of the second moments, 0 &lt;= beta2 &lt; 1
 * @param epsilon added to the square root, positive
 */
public record AdamParameters(double beta1, double beta2, double epsilon) {
  public AdamParameters {
    if (!(beta1 >= 0 && beta1 < 1)) {
      throw new IllegalArgumentException("beta1 lies in [0, 1), not " + beta1);
    }
    if (!(beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException("beta2 lies in [0, 1), not " + beta2);
    }
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon is positive and finite, not " + epsilon);
    }
  }
}
