package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.model.ModelFile;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A signal stops a real process between two batches, and what was asked for is saved. */
@Tag("process")
class InterruptedProcessTest {
  private static final int MINUTES = 2;

  /** What a process returns that SIGTERM ended; the same hook serves SIGINT with 130. */
  private static final int TERMINATED = 128 + 15;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void savesTheLastCompleteEpoch(@TempDir Path folder) throws Exception {
    Path data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
    Path model = folder.resolve("model.safetensors");
    Path history = folder.resolve("history.csv");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../launcher/java.options",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--dataset",
                "idx",
                "--data",
                data.toString(),
                "--backend",
                "java",
                "--epochs",
                "1000000",
                "--early-stopping",
                "off",
                "--no-report",
                "--save",
                model.toString(),
                "--history",
                history.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader err =
        new BufferedReader(
            new java.io.InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line = err.readLine();
      while (line != null && !line.contains("epoch       2/")) {
        line = err.readLine();
      }
      assertTrue(line != null, "the process ended early");
      // The handle leaves the streams open, unlike the process itself.
      process.toHandle().destroy();
      String last = line;
      while (line != null) {
        last = line;
        line = err.readLine();
      }
      assertTrue(last.contains("complete epochs; kept: "), last);
      assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES));
      assertEquals(TERMINATED, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
    int epochs = Files.readAllLines(history).size() - 1;
    assertTrue(epochs >= 2);
    assertEquals(Integer.toString(epochs), ModelFile.read(model).metadata().extra().get("epoch"));
  }
}
