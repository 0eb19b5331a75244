package dev.weft.app;

import dev.weft.UsageException;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import dev.weft.train.Task;
import java.util.List;

/** Whether options fit the data. */
final class OptionChecks {
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

  /** A model must take the data's features and give the outputs that its labels or targets need. */
  static void requireModel(Architecture model, Dataset data, int outputs) {
    if (model.inputs() != data.features() || model.outputs() != outputs) {
      throw new UsageException(
          "the model is for "
              + model.inputs()
              + " features and "
              + model.outputs()
              + " outputs, but the data has "
              + data.features()
              + " features and needs "
              + outputs);
    }
  }
}
