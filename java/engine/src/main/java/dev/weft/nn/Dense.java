package dev.weft.nn;

import java.util.Objects;

/**
 * A fully connected layer: y = activation(xW + b) with x [batch, in], W the kernel [in, units] and
 * b the bias [units].
 *
 * @param units the number of outputs, at least 1
 * @param activation applied to each output
 */
public record Dense(int units, Activation activation) implements Layer {
  public Dense {
    Objects.requireNonNull(activation, "activation");
    if (units < 1 || units > Architecture.MAX_WIDTH) {
      throw new IllegalArgumentException(
          "a dense layer has 1 to " + Architecture.MAX_WIDTH + " units, not " + units);
    }
  }
}
