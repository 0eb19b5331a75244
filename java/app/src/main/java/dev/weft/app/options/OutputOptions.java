package dev.weft.app.options;

import dev.weft.app.console.Terminal;
import picocli.CommandLine.Option;

/** How much is said, and in which form. */
public final class OutputOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Print the final result and errors, nothing else.")
  private boolean quiet;

  @Option(names = "--json", description = "Print one JSON document to standard output.")
  private boolean json;

  @Option(
      names = {"--debug", "--verbose"},
      description = "Say more, and show stack traces with errors.")
  private boolean debug;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description =
          "auto (at a terminal where NO_COLOR is not set), always or never. Default: auto.")
  private Colour colour = Colour.AUTO;

  /** When colours are wanted. */
  public enum Colour {
    AUTO,
    ALWAYS,
    NEVER
  }

  /** Only the result is wanted. */
  public boolean quiet() {
    return quiet;
  }

  /** The terminal with the colours that are wanted. */
  public Terminal on(Terminal terminal) {
    return switch (colour) {
      case AUTO -> terminal;
      case ALWAYS -> terminal.withColour(true);
      case NEVER -> terminal.withColour(false);
    };
  }

  /** The result is wanted as JSON. */
  public boolean json() {
    return json;
  }

  /** Everything is wanted. */
  public boolean debug() {
    return debug;
  }
}
