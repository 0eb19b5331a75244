package dev.weft.train;

import dev.weft.nn.Loss;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

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

  /**
   * The task that a text spells, in any case.
   *
   * @throws IllegalArgumentException where it spells none; the message names those that there are
   */
  public static Task parse(String text) {
    return Arrays.stream(values())
        .filter(task -> task.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> SpecText.wrong(text, "one of " + names()));
  }

  /** How all of them are spelt, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(Task::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
