package dev.weft.app.console;

import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import java.io.PrintStream;

/** Prints a line after each epoch: what a log file or a pipe gets. */
final class EpochLines implements TrainingListener {
  private final String model;
  private final PrintStream err;

  EpochLines(String model, PrintStream err) {
    this.model = model;
    this.err = err;
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord epoch) {
    err.println(EpochLine.of(model, epoch, run.spec().epochs()));
  }

  @Override
  public void trainingEnded(TrainingRun run, History history) {
    history.stopReason().ifPresent(reason -> err.println(model + "  " + reason.words()));
  }
}
