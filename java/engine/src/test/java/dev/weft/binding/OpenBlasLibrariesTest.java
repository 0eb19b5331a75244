package dev.weft.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class OpenBlasLibrariesTest {
  @Test
  void areFilesWithOpenBlasAsTheLast() throws IOException {
    String[] paths = OpenBlasLibraries.extract().split("\n");
    for (String path : paths) {
      assertTrue(Files.size(Path.of(path)) > 0, path);
    }
    assertTrue(paths[paths.length - 1].contains("openblas"), paths[paths.length - 1]);
  }

  @Test
  void areExtractedOnce() throws IOException {
    assertEquals(OpenBlasLibraries.extract(), OpenBlasLibraries.extract());
  }
}
