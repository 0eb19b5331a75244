package dev.weft.runs.training;

import dev.weft.nn.Loss;

/** What a network is trained for. */
public enum Task {
  /** One of several classes: softmax. */
  MULTICLASS(Loss.SOFTMAX_CROSS_ENTROPY),
  /** One of two classes: one sigmoid output. */
  BINARY(Loss.SIGMOID_CROSS_ENTROPY),
  /** Numbers: linear outputs. */
  REGRESSION(Loss.MEAN_SQUARED_ERROR);

  private final Loss loss;

  Task(Loss loss) {
    this.loss = loss;
  }

  /** The loss where none is named. */
  public Loss loss() {
    return loss;
  }

  /** The task that a network of this loss and number of outputs serves. */
  public static Task of(Loss loss, int outputs) {
    return switch (loss.classes(outputs)) {
      case 0 -> REGRESSION;
      default -> outputs == 1 ? BINARY : MULTICLASS;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
