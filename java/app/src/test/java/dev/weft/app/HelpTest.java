package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.session.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HelpTest {
  private static final List<String> COMMANDS =
      List.of(
          "experiments",
          "train",
          "sweep",
          "imbalance",
          "evaluate",
          "predict",
          "show",
          "export",
          "import",
          "serve",
          "compare",
          "data",
          "info",
          "bench",
          "test",
          "completion");

  @Test
  void listsEveryCommand() {
    Invocation help = Invocation.of("--help");
    assertEquals(ExitCode.OK, help.code());
    for (String command : COMMANDS) {
      assertTrue(help.out().contains("\n  " + command + " "), command);
    }
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void everyCommandShowsExamplesThatFitATerminal(String command) {
    Invocation help = Invocation.of(command, "--help");
    assertEquals(ExitCode.OK, help.code());
    assertTrue(help.out().contains("Example"), help.out());
    assertTrue(help.out().contains("weft " + command), help.out());
    help.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void printsTheVersion() {
    Invocation version = Invocation.of("--version");
    assertEquals(ExitCode.OK, version.code());
    assertTrue(version.out().startsWith("weft "), version.out());
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    Invocation bash = Invocation.of("completion", "bash");
    assertEquals(ExitCode.OK, bash.code());
    assertTrue(bash.out().contains("experiments"));
    assertTrue(bash.out().contains("--early-stopping"));
    assertTrue(Invocation.of("completion", "zsh").out().contains("bashcompinit"));
  }
}
