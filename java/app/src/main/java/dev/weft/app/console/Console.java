package dev.weft.app.console;

import dev.weft.datasets.fetch.DataListener;
import dev.weft.text.Format;
import dev.weft.train.TrainingListener;
import java.io.PrintStream;
import java.util.List;

/**
 * Where a command's words go: results to standard output, everything on the way there to standard
 * error.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;
  private final boolean quiet;
  private final boolean json;

  /**
   * A console.
   *
   * @param quiet only results and errors are wanted
   * @param json results are wanted as JSON alone
   */
  public Console(PrintStream out, PrintStream err, Terminal terminal, boolean quiet, boolean json) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.quiet = quiet;
    this.json = json;
  }

  /** Whether results are wanted as JSON. */
  public boolean json() {
    return json;
  }

  /** Says something on the way to the result. */
  public void log(String line) {
    if (!quiet) {
      err.println(Format.lines(line));
    }
  }

  /** Says something that must not be missed, even where little is wanted. */
  public void warn(String line) {
    err.println("weft: " + Format.lines(line));
  }

  /** Prints a part of the result for people; nothing where JSON is wanted. */
  public void result(String text) {
    if (!json) {
      out.println(style().guarded(text));
    }
  }

  /** How results are coloured. */
  public Style style() {
    return terminal.resultColour() ? Style.ANSI : Style.PLAIN;
  }

  /** Whether block elements can be shown among results. */
  public boolean blocks() {
    return terminal.blocks();
  }

  /** Prints a text as it is: a JSON document, a script. */
  public void raw(String text) {
    out.println(text);
  }

  /** What shows the training of a model; nothing where little is wanted. */
  public List<TrainingListener> progress(String model) {
    if (quiet) {
      return List.of();
    }
    return List.of(
        terminal.interactive()
            ? new ProgressBar(model, err, terminal, System::nanoTime)
            : new EpochLines(model, err));
  }

  /** What shows the search for data and its transfer. */
  public DataListener dataListener() {
    return new TransferLines(this, err, terminal, quiet);
  }
}
