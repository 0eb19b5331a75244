package dev.weft.app;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.app.console.CheckedOutput;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.app.session.Session;
import dev.weft.fuzz.Reading;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.ParameterException;

/** Command lines, an argument a line, read as far as a command would start. */
class CommandLineFuzzTest {
  private static final CheckedOutput NOWHERE =
      CheckedOutput.of(OutputStream.nullOutputStream(), StandardCharsets.UTF_8);

  @FuzzTest
  void read(byte[] content) {
    String[] arguments = new String(content, StandardCharsets.UTF_8).split("\n");
    for (int i = 0; i < arguments.length; i++) {
      // An argument file is a file of this machine, and not the fuzzer's.
      arguments[i] = arguments[i].replace('@', 'a');
    }
    Session session =
        new Session(NOWHERE, NOWHERE, Terminal.NONE, new Interruption(), List.of(arguments));
    try {
      WeftCommandLine.of(session).parseArgs(arguments);
    } catch (ParameterException e) {
      Reading.requireWords(e.getMessage());
    }
  }
}
