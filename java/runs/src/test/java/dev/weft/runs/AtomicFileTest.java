package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
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
}
