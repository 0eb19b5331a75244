package dev.weft.app.console;

import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.Progress;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * What a person at a terminal sees: a line an epoch, and below it one line that is redrawn with
 * epoch, bar, loss, accuracy, samples/s and the time that the epochs left would take.
 */
final class ProgressBar implements TrainingListener {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int SHORTEST_BAR = 5;
  private static final int LONGEST_BAR = 30;

  private final String model;
  private final PrintStream err;
  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private long started;
  private long drawn;
  private boolean visible;

  ProgressBar(String model, PrintStream err, Terminal terminal, LongSupplier nanoTime) {
    this.model = model;
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public void trainingStarted(TrainingRun run) {
    started = nanoTime.getAsLong();
    drawn = started - REDRAW_NANOS;
  }

  @Override
  public void progress(TrainingRun run, Progress progress) {
    long now = nanoTime.getAsLong();
    if (now - drawn >= REDRAW_NANOS) {
      drawn = now;
      draw(line(progress, run.initialEpoch(), (now - started) / 1e9));
    }
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord epoch) {
    erase();
    err.println(EpochLine.of(model, epoch, run.spec().epochs()));
  }

  @Override
  public void trainingEnded(TrainingRun run, History history) {
    erase();
    history.stopReason().ifPresent(reason -> err.println(model + "  " + reason.words()));
    err.flush();
  }

  /** The text of the bar's line, as wide as fits. */
  String line(Progress p, int initialEpoch, double elapsed) {
    double part = (double) p.step() / p.stepsPerEpoch();
    double done = p.epoch() - 1 - initialEpoch + part;
    double left = p.epochs() - initialEpoch - done;
    String head = Format.text("%s %d/%d ", model, p.epoch(), p.epochs());
    StringBuilder tail = new StringBuilder(" loss ").append(Format.decimal(p.loss()));
    if (!Double.isNaN(p.accuracy())) {
      tail.append(" accuracy ").append(Format.decimal(p.accuracy()));
    }
    tail.append("  ").append(Format.rate(p.samples() / p.seconds())).append(" samples/s");
    tail.append("  ETA ").append(done > 0 ? Format.clock(elapsed / done * left) : "-");
    // The last column stays free: some terminals wrap as soon as it is filled.
    int bar = terminal.columns() - 1 - head.length() - tail.length() - 2;
    return bar < SHORTEST_BAR
        ? cut(head.stripTrailing() + tail)
        : head + bar(part, Math.min(bar, LONGEST_BAR)) + tail;
  }

  private String cut(String line) {
    return line.substring(0, Math.min(line.length(), terminal.columns() - 1));
  }

  private String bar(double part, int width) {
    int full = (int) Math.floor(part * width);
    String filled = "=".repeat(full);
    String cells = filled + (full < width ? ">" + " ".repeat(width - full - 1) : "");
    return terminal.colour() ? "[\u001b[32m" + cells + "\u001b[0m]" : "[" + cells + "]";
  }

  private void draw(String line) {
    err.print("\r\u001b[K" + line);
    err.flush();
    visible = true;
  }

  private void erase() {
    if (visible) {
      err.print("\r\u001b[K");
      visible = false;
    }
  }
}
