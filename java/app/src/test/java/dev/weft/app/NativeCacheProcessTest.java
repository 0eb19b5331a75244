package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.app.session.ExitCode;
import dev.weft.backend.cpu.CpuBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  /** Sixteen begin at once where one was killed that had written a part. */
  @Test
  void manyExtractAtOnceWhatOneThatWasKilledHasLeft() throws Exception {
    assumeTrue(new CpuBackend().availability().available() || System.getenv("CI") != null);
    Path cache = Files.createDirectory(folder.resolve("cache"));
    try (WeftProcess killed = extracting(cache, 0)) {
      while (bytes(cache) < 1 << 20) {
        assertFalse(killed.ends(1), killed::said);
      }
      killed.kill();
    }
    List<WeftProcess> processes = new ArrayList<>();
    try {
      for (int i = 1; i < 16; i++) {
        processes.add(extracting(cache, i));
      }
      for (WeftProcess process : processes) {
        assertEquals(ExitCode.OK, process.code(), process::said);
      }
    } finally {
      processes.forEach(WeftProcess::close);
    }
    long whole = bytes(cache);
    try (WeftProcess another = extracting(cache, 16)) {
      assertEquals(ExitCode.OK, another.code(), another::said);
    }
    assertEquals(whole, bytes(cache), "nothing is extracted twice, and no part is left");
  }

  private WeftProcess extracting(Path cache, int number) {
    Path data = SmallData.idx(folder);
    List<String> arguments =
        WeftProcess.trainingOn(
            "cpu", data, "--threads", "1", "--epochs", "1", "--no-report", "--quiet");
    return WeftProcess.start(
        folder,
        folder.resolve("said-" + number),
        List.of(),
        List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache, "-XX:TieredStopAtLevel=1"),
        arguments);
  }

  private static long bytes(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aBackendThatWasNamedFailsWithTheWaysOut() throws InterruptedException {
    assertEquals(ExitCode.FAILURE, train("--backend", "cpu"), said);
    assertTrue(said.contains("WEFT_JAVA_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=FOLDER"), said);
    assertTrue(said.contains("--backend java needs none"), said);
  }
}
