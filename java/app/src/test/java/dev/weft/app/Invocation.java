package dev.weft.app;

import dev.weft.app.console.CheckedOutput;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.app.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One invocation of the command line in this process.
 *
 * @param code the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Invocation(int code, String out, String err) {
  static Invocation of(String... arguments) {
    return with(new Interruption(), arguments);
  }

  static Invocation with(Interruption interruption, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            CheckedOutput.of(out, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.NONE,
            interruption,
            List.of(arguments));
    int code = WeftCommandLine.run(session);
    return new Invocation(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
