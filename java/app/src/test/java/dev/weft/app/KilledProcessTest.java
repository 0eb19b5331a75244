package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at random moments lose at most one interval between checkpoints, and
 * what goes on from there ends bitwise where the unbroken run ends. {@code -Dweft.test.kills=200}
 * is the long form.
 */
@Tag("process")
class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("weft.test.kills", 10);

  @TempDir private Path folder;
  private Path data;
  private final Random random = new Random(KILLS);
  private int starts;

  @BeforeEach
  void writeData() throws IOException {
    data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
  }

  private List<String> training(int epochs) {
    return WeftProcess.training(
        data,
        "--epochs",
        Integer.toString(epochs),
        "--early-stopping",
        "off",
        "--dropout",
        "0.2@1");
  }

  private WeftProcess start(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return WeftProcess.start(folder.resolve("said-" + starts++), all);
  }

  private static byte[] model(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("multiclass.safetensors"));
  }

  private static void assertSame(Path unbroken, Path run) throws IOException {
    for (String model : List.of("multiclass.safetensors", "multiclass-best.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(unbroken.resolve(model)), Files.readAllBytes(run.resolve(model)));
    }
    try (Stream<Path> files = Files.list(run)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("checkpoint")));
    }
  }

  private static boolean hasCheckpoint(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return false;
    }
    try (Stream<Path> files = Files.list(run)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("checkpoint"));
    }
  }

  /** Each process goes on where the one before it was killed. */
  @Test
  void goesOnWhereverItWasKilled() throws Exception {
    List<String> training = training(250);
    Path unbroken = folder.resolve("unbroken");
    try (WeftProcess whole = start(training, "--out", unbroken.toString())) {
      assertEquals(0, whole.code(), whole.said());
    }
    Optional<Path> from = Optional.empty();
    int printed = 0;
    int kills = 0;
    int complete = 0;
    while (kills < KILLS || complete == 0) {
      Path out = folder.resolve("run-" + starts);
      List<String> arguments =
          from.<List<String>>map(run -> List.of("train", "--resume", run.toString()))
              .orElse(training);
      try (WeftProcess process =
          start(arguments, "--checkpoint-every", "1", "--out", out.toString())) {
        boolean ended = kills < KILLS ? endsBefore(kills, process) : process.code() >= 0;
        if (ended) {
          assertEquals(0, process.code(), process.said());
          assertSame(unbroken, out);
          complete++;
          from = Optional.empty();
          printed = 0;
        } else {
          process.kill();
          kills++;
        }
        if (process.wentOnAfter() >= 0) {
          assertTrue(process.wentOnAfter() >= printed - 1, printed + " then " + process.said());
        }
        if (!ended) {
          if (hasCheckpoint(out)) {
            from = Optional.of(out);
            printed = process.lastEpoch();
          } else {
            int before = Math.max(0, process.wentOnAfter());
            assertTrue(process.lastEpoch() <= before + 1, process.said());
          }
        }
      }
    }
    assertTrue(complete > 0);
  }

  /** Lets it run until a random moment, of its start or while it trains; whether it has ended. */
  private boolean endsBefore(int kill, WeftProcess process) throws InterruptedException {
    if (kill % 4 == 0) {
      return process.ends(random.nextInt(1500));
    }
    while (process.lastEpoch() == 0) {
      if (process.ends(5)) {
        return true;
      }
    }
    return process.ends(random.nextInt(500));
  }

  /** One run replaces another again and again: one of the two is there, whole, after each kill. */
  @Test
  void losesNeitherRunWhereOneReplacesAnother() throws Exception {
    List<String> training = training(3);
    Path run = folder.resolve("runs").resolve("run");
    try (WeftProcess first = start(training, "--out", run.toString())) {
      assertEquals(0, first.code(), first.said());
    }
    byte[] expected = model(run);
    Path other = folder.resolve("other");
    try (WeftProcess second = start(training, "--out", other.toString())) {
      assertEquals(0, second.code(), second.said());
    }
    for (int kill = 0; kill < KILLS; kill++) {
      try (WeftProcess second = start(training, "--out", run.toString())) {
        if (kill % 2 == 0) {
          second.ends(600 + random.nextInt(1200));
        } else {
          awaitReplacement(run.getParent(), second);
        }
        second.kill();
      }
      // Whoever reads it ends what was begun.
      Invocation compared =
          Invocation.of(
              "compare",
              run.toString(),
              other.toString(),
              "--out",
              folder.resolve("compare.html").toString());
      assertEquals(0, compared.code(), compared.err());
      assertArrayEquals(expected, model(run));
    }
    try (WeftProcess last = start(training, "--out", run.toString())) {
      assertEquals(0, last.code(), last.said());
    }
    try (Stream<Path> left = Files.list(run.getParent())) {
      assertTrue(left.noneMatch(file -> file.getFileName().toString().startsWith(".")));
    }
  }

  /** Until files begin to move, and some of them have. */
  private void awaitReplacement(Path parent, WeftProcess process) throws Exception {
    boolean begun = false;
    while (!begun && !process.ends(0)) {
      try (Stream<Path> files = Files.list(parent)) {
        begun = files.anyMatch(file -> file.getFileName().toString().startsWith(".run.replac"));
      }
    }
    long until = System.nanoTime() + random.nextInt(3_000_000);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void runsOfTheSameSecondLoseNothing() throws Exception {
    List<WeftProcess> processes = new ArrayList<>();
    Path home = Files.createDirectory(folder.resolve("home"));
    for (int i = 0; i < 8; i++) {
      processes.add(
          WeftProcess.start(
              home, folder.resolve("second-" + i), List.of(), List.of(), training(2)));
    }
    for (WeftProcess process : processes) {
      assertEquals(0, process.code(), process.said());
    }
    try (Stream<Path> runs = Files.list(home.resolve("runs"))) {
      List<Path> all = runs.toList();
      assertEquals(8, all.size(), all.toString());
      for (Path run : all) {
        assertTrue(Files.exists(run.resolve("results.json")), run.toString());
      }
    }
  }
}
