package dev.weft.app;

import dev.weft.app.console.CheckedOutput;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Failures;
import dev.weft.app.session.Session;
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
    Terminal terminal = Terminal.detect(System.getenv(), System.getProperties());
    Interruption interruption = Interruption.ofProcess(words -> warn(terminal, words));
    CheckedOutput out = CheckedOutput.ofProcess();
    System.setOut(out);
    Session session = new Session(out, System.err, terminal, interruption, List.of(arguments));
    int code = ExitCode.FAILURE;
    try {
      code = WeftCommandLine.run(session);
    } catch (NoClassDefFoundError e) {
      // Not even what reports failures could be loaded.
      warn(terminal, Failures.message(e));
    } finally {
      // Else the process would wait for work that has ended.
      interruption.finish();
    }
    System.exit(code);
  }

  /** On a line of its own, whatever a progress bar has drawn. */
  private static void warn(Terminal terminal, String words) {
    System.err.println((terminal.interactive() ? "\r\u001b[K" : "") + "weft: " + words);
  }
}
