package dev.weft.model;

import dev.weft.ModelFileException;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds values that are NaN or infinite: training that diverged leaves them, and files that were
 * damaged have them. A network with one computes nothing of use.
 */
public final class FiniteValues {
  private FiniteValues() {}

  /**
   * The first such parameter of a network in words, and how many there are; empty where all are
   * finite.
   *
   * @param parameters flat, in the order of {@link Architecture#tensors}
   */
  public static Optional<String> fault(Architecture architecture, float[] parameters) {
    for (TensorSpec spec : architecture.tensors()) {
      List<Long> shape = spec.shape().stream().map(Integer::longValue).toList();
      Optional<Integer> first = first(parameters, spec.offset(), spec.length());
      if (first.isPresent()) {
        return Optional.of(
            words(spec.name(), shape, parameters, spec.offset(), first.get())
                + others(count(parameters)));
      }
    }
    return Optional.empty();
  }

  /**
   * Requires that there is no such parameter.
   *
   * @param file that they were read from
   * @throws ModelFileException naming file and tensor where there is one
   */
  public static void require(Path file, Architecture architecture, float[] parameters) {
    fault(architecture, parameters)
        .ifPresent(
            fault -> {
              throw new ModelFileException(
                  file
                      + ": "
                      + fault
                      + ", so the model computes nothing; its training diverged or the file is"
                      + " damaged");
            });
  }

  /**
   * The first such value of a tensor in words, and how many it has; empty where all are finite.
   *
   * @param shape its dimensions
   * @param values in row-major order
   */
  public static Optional<String> fault(String name, List<Long> shape, float[] values) {
    return first(values, 0, values.length)
        .map(first -> words(name, shape, values, 0, first) + others(count(values)));
  }

  private static Optional<Integer> first(float[] values, int offset, int length) {
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[offset + i])) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static int count(float[] values) {
    int count = 0;
    for (float value : values) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }

  private static String words(
      String name, List<Long> shape, float[] values, int offset, int element) {
    List<Long> index = new ArrayList<>();
    long rest = element;
    for (int i = shape.size() - 1; i >= 0; i--) {
      index.add(rest % shape.get(i));
      rest /= shape.get(i);
    }
    Collections.reverse(index);
    float value = values[offset + element];
    return "tensor "
        + name
        + " is "
        + (Float.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinite")
        + " at "
        + index;
  }

  private static String others(int count) {
    return count == 1 ? "" : ", the first of " + count + " values that are NaN or infinite";
  }
}
