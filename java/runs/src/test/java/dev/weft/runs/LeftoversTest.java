package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs that were killed left beside their folders is ended by the next run there. */
class LeftoversTest {
  private static final long NOBODY = 999_999_999_999_999L;

  @TempDir Path parent;

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path file(String folder, String name, String text) throws IOException {
    Path file = parent.resolve(folder).resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Another run starts there, and does nothing. */
  private List<String> nextStart() {
    try (RunFolder next = RunFolder.open(parent.resolve("next"), false)) {
      return next.notes();
    }
  }

  /** Steps of the replacement of a run by another, done one by one. */
  private List<Step> steps() throws IOException {
    String replacing = ".run.replacing-by-run-unfinished";
    String replaced = ".run.replaced-by-run-unfinished";
    for (String name : List.of("results.json", "report.html", "binary.safetensors")) {
      file("run", name, "old");
    }
    file("run", "chapter.txt", "precious");
    for (String name : List.of("results.json", "report.html")) {
      file("run-unfinished", name, "new");
    }
    List<Step> steps = new ArrayList<>();
    steps.add(() -> Files.createDirectory(parent.resolve(replacing)));
    for (String name : List.of("results.json", "binary.safetensors", "report.html")) {
      steps.add(() -> move("run", replacing, name));
    }
    steps.add(() -> Files.move(parent.resolve(replacing), parent.resolve(replaced)));
    steps.add(() -> move("run-unfinished", "run", "report.html"));
    steps.add(() -> move("run-unfinished", "run", "results.json"));
    steps.add(() -> Files.delete(parent.resolve("run-unfinished")));
    for (String name : List.of("results.json", "binary.safetensors", "report.html")) {
      steps.add(() -> Files.delete(parent.resolve(replaced).resolve(name)));
    }
    return steps;
  }

  private interface Step {
    void run() throws IOException;
  }

  private void move(String from, String to, String name) throws IOException {
    Files.move(parent.resolve(from).resolve(name), parent.resolve(to).resolve(name));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void aReplacementIsEndedFromWhereverItWasKilled(int done) throws IOException {
    for (Step step : steps().subList(0, done)) {
      step.run();
    }
    List<String> notes = nextStart();
    assertTrue(notes.get(0).contains(parent.resolve("run") + " has its new results"));
    assertEquals(
        List.of("chapter.txt", "report.html", "results.json"), names(parent.resolve("run")));
    assertEquals("new", Files.readString(parent.resolve("run/results.json")));
    assertEquals("new", Files.readString(parent.resolve("run/report.html")));
    assertEquals(List.of("run"), names(parent));
  }

  @Test
  void readersEndIt() throws IOException {
    for (Step step : steps().subList(0, 6)) {
      step.run();
    }
    RunFolder.repair(parent.resolve("run"));
    assertEquals("new", Files.readString(parent.resolve("run/results.json")));
    assertEquals(List.of("run"), names(parent));
  }

  @Test
  void aKilledRunIsNamedOnceAndStays() throws IOException {
    file("killed", "checkpoint-multiclass-12.safetensors", "");
    file("killed", ".weft-01234567-89ab-cdef-0123-456789abcdef.tmp", "");
    file(".", ".killed.weft-run", NOBODY + " x");
    Files.createDirectory(parent.resolve("early"));
    file(".", ".early.weft-run", "");
    file("complete", "results.json", "{}");
    file(".", ".complete.weft-run", "");
    file(".", ".gone.weft-run", "");
    List<String> notes = nextStart();
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(notes.get(0).contains("--resume " + parent.resolve("killed")), notes.get(0));
    assertEquals(List.of("complete", "killed"), names(parent));
    assertEquals(List.of("checkpoint-multiclass-12.safetensors"), names(parent.resolve("killed")));
    assertEquals(List.of(), nextStart());
  }

  @Test
  void aRunThatIsOnIsLeftAlone() throws IOException {
    try (RunFolder on = RunFolder.open(parent.resolve("on"), false)) {
      file("on", ".weft-01234567-89ab-cdef-0123-456789abcdef.tmp", "");
      assertEquals(List.of(), nextStart());
      assertEquals(1, names(parent.resolve("on")).size());
      assertTrue(RunLock.isHeld(on.target()));
    }
    assertEquals(List.of(), names(parent));
  }

  @Test
  void hiddenFoldersOfEarlierVersionsAreShownOrGo() throws IOException {
    file(".a.writing-" + NOBODY, "multiclass.safetensors", "model");
    file(".b.writing-" + NOBODY, "history-multiclass.csv", "");
    file(".c.writing-" + ProcessHandle.current().pid(), "history-multiclass.csv", "");
    List<String> notes = nextStart();
    assertEquals(2, notes.size(), notes.toString());
    assertTrue(notes.get(0).contains(parent.resolve("a-unfinished").toString()), notes.get(0));
    assertEquals(List.of("multiclass.safetensors"), names(parent.resolve("a-unfinished")));
    assertEquals(
        List.of(".c.writing-" + ProcessHandle.current().pid(), "a-unfinished"), names(parent));
  }
}
