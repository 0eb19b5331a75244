package dev.weft.train;

import java.io.PrintStream;
import java.util.Locale;

/** Prints a line an epoch, and the reason where a run stops early. */
public final class ProgressLog implements TrainingListener {
  private final PrintStream out;

  public ProgressLog(PrintStream out) {
    this.out = out;
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    StringBuilder line = new StringBuilder();
    line.append("Epoch ").append(record.epoch()).append('/').append(run.spec().epochs());
    line.append(
        String.format(Locale.ROOT, " - %.3f s - loss: %.4f", record.seconds(), record.loss()));
    append(line, "accuracy", record.accuracy());
    append(line, "val_loss", record.valLoss());
    append(line, "val_accuracy", record.valAccuracy());
    out.println(line);
  }

  private static void append(StringBuilder line, String name, double value) {
    if (!Double.isNaN(value)) {
      line.append(String.format(Locale.ROOT, " - %s: %.4f", name, value));
    }
  }

  @Override
  public void trainingEnded(TrainingRun run, History history) {
    history.stopReason().map(StopReason::words).ifPresent(out::println);
  }
}
