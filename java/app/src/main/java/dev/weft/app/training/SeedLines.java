package dev.weft.app.training;

import dev.weft.app.console.Console;
import dev.weft.app.console.Tenths;
import dev.weft.runs.TrainedModel;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says how many of the seeds are trained, a tenth of them at a time. */
final class SeedLines {
  private final Console console;
  private final int seeds;
  private final Map<String, Integer> trained = new HashMap<>();

  SeedLines(Console console, int seeds) {
    this.console = console;
    this.seeds = seeds;
  }

  void trained(TrainedModel model) {
    String name = model.run().name();
    int count = trained.merge(name, 1, Integer::sum);
    if (Tenths.isReached(count, seeds)) {
      List<EpochRecord> epochs = model.history().epochs();
      console.log(
          Format.text(
              "%s: %d trained of %d further seeds (seed %d: %d epochs, val_accuracy %.4f)",
              name,
              count,
              seeds,
              model.run().spec().seed(),
              epochs.size(),
              epochs.get(epochs.size() - 1).valAccuracy()));
    }
  }
}
