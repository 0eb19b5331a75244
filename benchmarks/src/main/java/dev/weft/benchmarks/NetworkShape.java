package dev.weft.benchmarks;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.Arrays;
import java.util.List;

/**
 * A network of ReLU layers as benchmarks name it: its widths. One output is a sigmoid, for the two
 * groups of the data set; ten are a softmax over its classes.
 *
 * @param widths from the input to the output
 */
record NetworkShape(List<Integer> widths) {
  NetworkShape {
    widths = List.copyOf(widths);
    if (widths.size() < 2) {
      throw new IllegalArgumentException(
          "a network has an input and an output width, such as 784-32-10, not " + widths);
    }
  }

  /** Reads widths such as {@code 784-32-32-10}. */
  static NetworkShape parse(String text) {
    try {
      return new NetworkShape(Arrays.stream(text.split("-", -1)).map(Integer::parseInt).toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a network: expected widths such as 784-32-32-10", e);
    }
  }

  /** Whether it tells two groups apart. */
  boolean binary() {
    return widths.get(widths.size() - 1) == 1;
  }

  Architecture architecture() {
    Architecture.Builder builder = Architecture.inputs(widths.get(0));
    int last = widths.size() - 1;
    for (int i = 1; i < last; i++) {
      builder.dense(widths.get(i), Activation.RELU);
    }
    return builder.output(
        widths.get(last), binary() ? Loss.SIGMOID_CROSS_ENTROPY : Loss.SOFTMAX_CROSS_ENTROPY);
  }

  /**
   * The useful floating-point operations of training on one sample: a multiplication and an
   * addition for each weight in each matrix product. A layer has three products (forward, gradient
   * of its kernel, gradient of its input), the first layer two, since nobody needs the gradient of
   * the pixels. Activations, losses and Adam are left out, as they are of a machine's sgemm peak.
   */
  long trainingFlop() {
    long flop = 0;
    for (int i = 1; i < widths.size(); i++) {
      long weights = (long) widths.get(i - 1) * widths.get(i);
      flop += 2 * weights * (i == 1 ? 2 : 3);
    }
    return flop;
  }

  @Override
  public String toString() {
    return String.join("-", widths.stream().map(String::valueOf).toList());
  }
}
