package dev.weft.app.training;

import dev.weft.UsageException;
import dev.weft.train.Task;
import java.util.List;

/** Whether options fit the data. */
public final class OptionChecks {
  /** Training images of Fashion-MNIST. */
  static final int FASHION_TRAIN = 60_000;

  private OptionChecks() {}

  /** The widths of a network must begin and end as the data does. */
  static void require(List<Integer> widths, int inputs, int outputs, Task task) {
    int first = widths.get(0);
    int last = widths.get(widths.size() - 1);
    if (first != inputs) {
      throw new UsageException(
          "--layers begins with " + first + ", but a sample has " + inputs + " features");
    }
    if (last != outputs) {
      throw new UsageException(
          "--layers ends with "
              + last
              + ", but --task "
              + task
              + " on this data needs "
              + outputs
              + (outputs == 1 ? " output" : " outputs"));
    }
  }
}
