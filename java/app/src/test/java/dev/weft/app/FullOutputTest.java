package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.console.CheckedOutput;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output that cannot take what a command has to say. */
class FullOutputTest {
  /** Takes some bytes, then fails. */
  private static final class Failing extends OutputStream {
    private final String reason;
    private int room;

    Failing(String reason, int room) {
      this.reason = reason;
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      if (room-- <= 0) {
        throw new IOException(reason);
      }
    }
  }

  private static Invocation run(String reason, int room, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            CheckedOutput.of(new Failing(reason, room), StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.NONE,
            new Interruption(),
            List.of(arguments));
    int code = WeftCommandLine.run(session);
    return new Invocation(code, "", err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data describe --data synthetic --json",
        "data describe --data synthetic",
        "info",
        "info --json",
        "completion bash",
        "--help",
        "train --help",
        "--version"
      })
  void everyCommandSaysSoAndFails(String command) {
    for (int room : new int[] {0, 5}) {
      Invocation full = run("No space left on device", room, command.split(" "));
      assertEquals(ExitCode.FAILURE, full.code(), full.err());
      assertTrue(
          full.err().endsWith("weft: cannot write to standard output: No space left on device\n"),
          full.err());
    }
  }

  @Test
  void whoeverStopsReadingIsNotTold() {
    Invocation abandoned = run("Broken pipe", 5, "info");
    assertEquals(ExitCode.ABANDONED, abandoned.code());
    assertEquals("", abandoned.err());
  }

  @Test
  void anotherFailureKeepsItsExitCode() {
    Invocation misuse = run("No space left on device", 0, "train", "--nonsense");
    assertEquals(ExitCode.MISUSE, misuse.code());
  }
}
