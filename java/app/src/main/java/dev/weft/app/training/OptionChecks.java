package dev.weft.app.training;

import dev.weft.UsageException;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.runs.input.SampleRange;
import dev.weft.runs.input.Samples;
import dev.weft.train.SpecException;
import dev.weft.train.Task;
import dev.weft.train.TrainingSpec;
import java.util.List;
import java.util.Optional;

/** Whether options fit the data. */
public final class OptionChecks {
  /** Training images of Fashion-MNIST. */
  private static final int FASHION_TRAIN = 60_000;

  private OptionChecks() {}

  /** What can be known of a training on Fashion-MNIST before it is loaded. */
  static void requireFashion(TrainingSpec draft, Optional<SampleRange> range) {
    if (draft.task() == Task.REGRESSION) {
      throw new SpecException(Samples.NEEDS_TARGETS);
    }
    int pixels = FashionMnist.SIDE * FashionMnist.SIDE;
    int outputs = draft.task() == Task.BINARY ? 1 : FashionMnist.CLASS_NAMES.size();
    require(draft.network().widths(), pixels, outputs, draft.task());
    range.ifPresent(some -> some.requireWithin(FASHION_TRAIN));
    int available = range.map(SampleRange::size).orElse(FASHION_TRAIN);
    UsageException.interpreting(() -> draft.trainSamples(available));
    UsageException.interpreting(() -> draft.shiftOf(Samples.FASHION));
  }

  /** A training must fit the samples that it has. */
  static void requireFits(TrainingSpec spec, Samples samples) {
    require(
        spec.network().widths(),
        samples.train().features(),
        samples.outputs(spec.task()),
        spec.task());
    UsageException.interpreting(() -> spec.requireFits(samples.train()));
  }

  /** The widths of a network must begin and end as the data does. */
  private static void require(List<Integer> widths, int inputs, int outputs, Task task) {
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
