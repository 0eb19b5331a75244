package dev.weft.app.session;

import dev.weft.app.console.CheckedOutput;
import dev.weft.app.console.Console;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.app.options.OutputOptions;
import java.io.PrintStream;
import java.util.List;

/**
 * What one invocation runs in, as a value, so that tests bring their own.
 *
 * @param out for results
 * @param err for progress and messages
 * @param terminal what {@code err} is connected to
 * @param interruption tells when Ctrl-C was pressed
 * @param arguments the command line, for provenance
 */
public record Session(
    CheckedOutput out,
    PrintStream err,
    Terminal terminal,
    Interruption interruption,
    List<String> arguments) {
  public Session {
    arguments = List.copyOf(arguments);
  }

  /** The console that a command's options ask for. */
  public Console console(OutputOptions output) {
    return new Console(out, err, output.on(terminal), output.quiet(), output.json());
  }

  /** The command as it was typed, each argument quoted where a shell needs it. */
  public String command() {
    StringBuilder command = new StringBuilder("weft");
    for (String argument : arguments) {
      boolean plain = argument.matches("[A-Za-z0-9_@%+=:,./-]+");
      command.append(' ').append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return command.toString();
  }
}
