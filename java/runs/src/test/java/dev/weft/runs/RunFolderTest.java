package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.UsageException;
import dev.weft.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  void isThereFromTheStartAndCompleteAtTheEnd() throws IOException {
    Path target = parent.resolve("a").resolve("run");
    try (RunFolder folder = RunFolder.open(target, false)) {
      assertTrue(Files.isDirectory(target));
      AtomicFile.write(folder.file("results.json"), "{}");
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
    for (String place : List.of("run-unfinished", "run-unfinished-2")) {
      try (RunFolder folder = RunFolder.open(target, false)) {
        assertEquals(parent.resolve(place), folder.place());
        assertTrue(folder.notes().get(0).contains(place), folder.notes().toString());
        AtomicFile.write(folder.file("history-multiclass.csv"), "epoch");
        assertEquals(parent.resolve(place), folder.publishUnfinished());
      }
      assertEquals(List.of("history-multiclass.csv"), names(parent.resolve(place)));
    }
    assertEquals(List.of("multiclass.safetensors", "results.json"), names(target));
    assertEquals(List.of("run", "run-unfinished", "run-unfinished-2"), names(parent));
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
  void runsOfTheSameSecondHaveFoldersOfTheirOwn() throws Exception {
    LocalDateTime time = LocalDateTime.of(2026, 11, 22, 10, 57, 3);
    ExecutorService executor = Executors.newFixedThreadPool(8);
    List<Future<RunFolder>> opened = new ArrayList<>();
    for (int run = 0; run < 8; run++) {
      opened.add(executor.submit(() -> RunFolder.create(parent, time)));
    }
    List<String> expected = new ArrayList<>(List.of("2026-11-22_10-57-03"));
    for (int run = 2; run <= 8; run++) {
      expected.add("2026-11-22_10-57-03-" + run);
    }
    List<Path> targets = new ArrayList<>();
    for (Future<RunFolder> run : opened) {
      try (RunFolder folder = run.get()) {
        AtomicFile.write(folder.file("results.json"), folder.target().toString());
        folder.publish();
        targets.add(folder.target());
      }
    }
    executor.shutdown();
    assertEquals(expected, names(parent.resolve("runs")));
    for (Path target : targets) {
      assertEquals(target.toString(), Files.readString(target.resolve("results.json")));
    }
  }

  @Test
  void aFolderThatARunIsWritingIsRefused() throws IOException {
    Path target = parent.resolve("run");
    try (RunFolder first = RunFolder.open(target, false)) {
      UsageException refused =
          assertThrows(UsageException.class, () -> RunFolder.open(target, true));
      assertTrue(refused.getMessage().contains("by another run"), refused.getMessage());
      AtomicFile.write(first.file("results.json"), "{}");
      first.publish();
    }
    write(target, false, "results.json");
    assertEquals(List.of("run"), names(parent));
  }

  @Test
  void modelsOfARunThatFailsStay() throws IOException {
    Path target = parent.resolve("run");
    try (RunFolder folder = RunFolder.open(target, false)) {
      AtomicFile.write(folder.model("binary"), "model");
    }
    assertEquals(List.of("binary.safetensors"), names(target));
    // They count as an earlier run's from then on.
    write(target, false, "results.json");
    assertEquals(List.of("results.json"), names(target));
    assertEquals(List.of("run"), names(parent));
  }

  @Test
  void otherFilesStayWhereAnEarlierRunIsReplaced() throws IOException {
    Path target = parent.resolve("run");
    write(target, false, "results.json", "history-binary.csv");
    Files.writeString(target.resolve("chapter.txt"), "precious");
    write(target, true, "results.json", "report.html");
    assertEquals(List.of("chapter.txt", "report.html", "results.json"), names(target));
    assertEquals(List.of("run"), names(parent));
  }

  @Test
  void aLinkToAFolderStaysOne() throws IOException {
    Path real = Files.createDirectories(parent.resolve("disk").resolve("real"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), real);
    write(link, false, "results.json", "report.html");
    write(link, false, "results.json");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of("results.json"), names(real));
    assertEquals(List.of("real"), names(real.getParent()));
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
