package dev.weft.app.options;

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

  /** Only the result is wanted. */
  public boolean quiet() {
    return quiet;
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
