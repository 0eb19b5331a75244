package dev.weft.app.console;

import dev.weft.datasets.fetch.DataListener;
import dev.weft.text.Format;
import java.io.PrintStream;

/** Shows where data comes from, and at a terminal how far a transfer is. */
final class TransferLines implements DataListener {
  private static final double MEGABYTE = 1e6;

  private final Console console;
  private final PrintStream err;
  private final Terminal terminal;
  private final boolean quiet;

  TransferLines(Console console, PrintStream err, Terminal terminal, boolean quiet) {
    this.console = console;
    this.err = err;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public void info(String message) {
    console.log(message);
  }

  @Override
  public void warning(String message) {
    console.warn(message);
  }

  @Override
  public void progress(String file, long received, long total) {
    if (quiet || !terminal.interactive()) {
      return;
    }
    boolean done = received == total;
    String size = total < 0 ? "" : Format.text(" of %.1f", total / MEGABYTE);
    String line = Format.text("%s  %.1f%s MB", file, received / MEGABYTE, size);
    err.print("\r\u001b[K" + (done ? "" : line));
    err.flush();
  }
}
