package dev.weft.app.session;

import dev.weft.app.console.Console;
import dev.weft.runs.Json;
import java.util.List;

/** How most commands end: with what they found out. */
public final class Reporting {
  private Reporting() {}

  /** Prints a report, as a document where JSON is wanted, else in its lines; the exit code. */
  public static int end(Console console, Object report, List<String> lines) {
    if (console.json()) {
      console.raw(Json.write(report));
    } else {
      lines.forEach(console::result);
    }
    return ExitCode.OK;
  }
}
