package dev.weft.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFactsTest {
  @Test
  void statisticsOfPixelsAndValuesAgree() {
    byte[] pixels = {0, (byte) 255, 51, 0};
    float[] values = {0, 1, 0.2f, 0};
    ValueStatistics fromPixels = ValueStatistics.of(Dataset.ofPixels(pixels, 2));
    ValueStatistics fromValues = ValueStatistics.of(Dataset.ofValues(values, 2));
    assertEquals(0.3, fromPixels.mean(), 1e-9);
    assertEquals(Math.sqrt((0.09 * 2 + 0.49 + 0.01) / 4), fromPixels.standardDeviation(), 1e-9);
    assertEquals(0.5, fromPixels.zeros());
    assertEquals(fromPixels.mean(), fromValues.mean(), 1e-7);
    assertEquals(fromPixels.standardDeviation(), fromValues.standardDeviation(), 1e-7);
    assertEquals(1f, fromValues.max());
  }

  @Test
  void filesAreReplacedWholeAndLeaveNothingBeside(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("file.txt");
    AtomicFile.write(file, "first");
    AtomicFile.write(file, "second");
    assertEquals("second", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("file.txt");
    UncheckedIOException problem =
        assertThrows(UncheckedIOException.class, () -> AtomicFile.write(file, "text"));
    assertTrue(problem.getCause().getMessage().contains(file.toString()));
  }

  @Test
  void aFolderThatIsNoCheckoutHasNoCommit(@TempDir Path folder) {
    assertEquals(Optional.empty(), GitCommit.of(folder));
  }

  @Test
  void versionsNameTheRuntime() {
    assertEquals(Runtime.version().toString(), Versions.read().java());
    assertTrue(Versions.read().asMap().keySet().contains("openblas"));
  }
}
