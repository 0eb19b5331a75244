package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.UsageException;
import dev.weft.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path parent;

  private List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void write(Path target, boolean force, String... files) {
    try (RunFolder folder = RunFolder.open(target, force)) {
      for (String file : files) {
        AtomicFile.write(folder.file(file), "new " + file);
      }
      folder.publish();
    }
  }

  @Test
  void appearsWholeAtTheEnd() throws IOException {
    Path target = parent.resolve("a").resolve("run");
    try (RunFolder folder = RunFolder.open(target, false)) {
      AtomicFile.write(folder.file("results.json"), "{}");
      assertFalse(Files.exists(target));
      assertEquals(List.of("results.json"), folder.names());
      folder.publish();
    }
    assertEquals(List.of("results.json"), names(target));
    assertEquals(List.of("run"), names(target.getParent()));
  }

  @Test
  void leavesNothingWhereItIsNotPublished() throws IOException {
    Path target = parent.resolve("run");
    try (RunFolder folder = RunFolder.open(target, false)) {
      AtomicFile.write(folder.file("results.json"), "{}");
    }
    assertEquals(List.of(), names(parent));
  }

  @Test
  void replacesAnEarlierRunAltogether() throws IOException {
    Path target = parent.resolve("run");
    write(target, false, "results.json", "history-binary.csv", "multiclass-best.safetensors");
    write(target, false, "results.json", "confusion-multiclass.png");
    assertEquals(List.of("confusion-multiclass.png", "results.json"), names(target));
  }

  @Test
  void refusesFoldersWithOtherFiles() throws IOException {
    Path target = Files.createDirectory(parent.resolve("thesis"));
    Path own = Files.writeString(target.resolve("chapter.txt"), "precious");
    UsageException refused =
        assertThrows(UsageException.class, () -> RunFolder.open(target, false));
    assertTrue(refused.getMessage().contains("chapter.txt"), refused.getMessage());
    write(target, true, "results.json");
    assertEquals("precious", Files.readString(own));
    assertEquals(List.of("chapter.txt", "results.json"), names(target));
  }

  @Test
  void modelsThatSomebodySavedThereAreNotItsOwn() throws IOException {
    Path target = Files.createDirectory(parent.resolve("models"));
    Path own = Files.writeString(target.resolve("good.safetensors"), "precious");
    assertThrows(UsageException.class, () -> RunFolder.open(target, false));
    write(target, true, "results.json");
    assertEquals("precious", Files.readString(own));
  }

  @Test
  void anUnfinishedRunDoesNotTakeThePlaceOfResults() throws IOException {
    Path target = parent.resolve("run");
    write(target, false, "results.json", "multiclass.safetensors");
    for (int run = 0; run < 2; run++) {
      try (RunFolder folder = RunFolder.open(target, false)) {
        AtomicFile.write(folder.file("history-multiclass.csv"), "epoch");
        assertEquals(parent.resolve("run-unfinished"), folder.publishUnfinished());
      }
      assertEquals(List.of("history-multiclass.csv"), names(parent.resolve("run-unfinished")));
    }
    assertEquals(List.of("multiclass.safetensors", "results.json"), names(target));
  }

  @Test
  void anUnfinishedRunTakesItsOwnPlaceWhereThatIsFree() throws IOException {
    Path target = parent.resolve("run");
    try (RunFolder folder = RunFolder.open(target, false)) {
      AtomicFile.write(folder.file("history-multiclass.csv"), "epoch");
      assertEquals(target, folder.publishUnfinished());
    }
    assertEquals(List.of("history-multiclass.csv"), names(target));
  }

  @Test
  void namesByTimeAreNotTakenTwice() throws IOException {
    LocalDateTime time = LocalDateTime.of(2026, 11, 22, 10, 57, 3);
    Path first = RunFolder.named(parent, time);
    assertEquals(parent.resolve("runs").resolve("2026-11-22_10-57-03"), first);
    Files.createDirectories(first);
    Path second = RunFolder.named(parent, time);
    assertEquals("2026-11-22_10-57-03-2", second.getFileName().toString());
  }

  @Test
  void takesAnEmptyFolder() throws IOException {
    Path target = Files.createDirectory(parent.resolve("empty"));
    write(target, false, "results.json");
    assertEquals(List.of("results.json"), names(target));
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThrows(UsageException.class, () -> RunFolder.open(file, true));
  }
}
