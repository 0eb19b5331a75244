package dev.weft.app;

import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import java.util.List;

/** Where the process starts and ends. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its {@link ExitCode}. */
  public static void main(String[] arguments) {
    // Pictures are drawn without a display, and log lines of libraries fit on one line.
    System.setProperty("java.awt.headless", "true");
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
    }
    Interruption interruption = Interruption.ofProcess();
    Session session =
        new Session(
            System.out,
            System.err,
            Terminal.detect(System.getenv(), System.getProperties()),
            interruption,
            List.of(arguments));
    int code = WeftCommandLine.run(session);
    interruption.finish();
    System.exit(code);
  }
}
