package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.session.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Neither the home nor the temporary folder can be written: native libraries have no place. */
@Tag("process")
@EnabledOnOs(OS.LINUX)
class NativeCacheProcessTest {
  /** Where nobody may write, not even root. */
  private static final List<String> NOWHERE =
      List.of(
          "-Duser.home=/proc/none",
          "-Djava.io.tmpdir=/proc/none",
          "-Dorg.bytedeco.javacpp.cachedir=/proc/none");

  @TempDir private Path folder;

  private int train(String... more) throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--data", "synthetic", "--train-range", "0:500", "--validation"));
    arguments.addAll(List.of("100", "--epochs", "1", "--no-report", "--quiet"));
    arguments.addAll(List.of(more));
    try (WeftProcess process =
        WeftProcess.start(folder, folder.resolve("said"), List.of(), NOWHERE, arguments)) {
      int code = process.code();
      said = process.said();
      return code;
    }
  }

  private String said = "";

  @Test
  void plainJavaTakesOverAndSaysWhy() throws InterruptedException {
    assertEquals(ExitCode.OK, train(), said);
    assertTrue(said.contains("weft: plain Java computes, which takes many times as long"), said);
    assertTrue(said.contains("no cpu: "), said);
    assertTrue(said.contains("WEFT_JAVA_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=FOLDER"), said);
    assertEquals(1, said.lines().filter(line -> line.startsWith("weft: ")).count(), said);
  }

  @Test
  void aBackendThatWasNamedFailsWithTheWaysOut() throws InterruptedException {
    assertEquals(ExitCode.FAILURE, train("--backend", "cpu"), said);
    assertTrue(said.contains("WEFT_JAVA_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=FOLDER"), said);
    assertTrue(said.contains("--backend java needs none"), said);
  }
}
