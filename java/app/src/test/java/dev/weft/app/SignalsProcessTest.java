package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.app.session.ExitCode;
import dev.weft.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each signal that asks a process to end, at each moment of a training: the exit code is 128 and
 * the signal's number, what lies in the folder is whole, and what goes on from there ends where the
 * unbroken run ends.
 */
@Tag("process")
@EnabledOnOs(OS.LINUX)
class SignalsProcessTest {
  private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15, "HUP", 1);

  private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

  @TempDir private static Path shared;
  private static Path data;
  private static Path unbroken;

  @TempDir private Path folder;

  /** When the signal comes. */
  enum Moment {
    BEFORE_THE_FIRST_EPOCH {
      @Override
      boolean hasCome(WeftProcess process, Path run) {
        return process.said().contains("folder: ");
      }
    },
    WITHIN_AN_EPOCH {
      @Override
      boolean hasCome(WeftProcess process, Path run) {
        return process.lastEpoch() == 1;
      }
    },
    WHILE_RESULTS_ARE_WRITTEN {
      @Override
      boolean hasCome(WeftProcess process, Path run) {
        return Files.exists(run.resolve("multiclass.safetensors"));
      }
    };

    abstract boolean hasCome(WeftProcess process, Path run);
  }

  /** An epoch takes a tenth of a second. */
  private static List<String> training(Path out) {
    return WeftProcess.training(
        data,
        "--layers",
        "16,48,48,3",
        "--batch-size",
        "1",
        "--epochs",
        "3",
        "--checkpoint-every",
        "1",
        "--out",
        out.toString());
  }

  @BeforeAll
  static void trainUnbroken() throws IOException {
    data = SmallData.idx(Files.createDirectory(shared.resolve("data")));
    unbroken = shared.resolve("unbroken");
    Invocation whole = Invocation.of(training(unbroken).toArray(String[]::new));
    assertEquals(ExitCode.OK, whole.code(), whole.err());
  }

  @ParameterizedTest
  @EnumSource
  void leavesWhatGoesOn(Moment moment) throws Exception {
    List<String> signals = new ArrayList<>(SIGNALS.keySet());
    List<WeftProcess> processes = new ArrayList<>();
    try {
      for (String signal : signals) {
        // A process that was started in the background has some of them ignored.
        List<String> heard = List.of("env", "--default-signal=INT,TERM,HUP");
        processes.add(
            WeftProcess.start(
                folder,
                folder.resolve("said-" + signal),
                heard,
                QUICK_START,
                training(run(signal))));
      }
      List<String> waiting = new ArrayList<>(signals);
      while (!waiting.isEmpty()) {
        for (String signal : List.copyOf(waiting)) {
          WeftProcess process = processes.get(signals.indexOf(signal));
          if (moment.hasCome(process, run(signal))) {
            process.signal(signal);
            waiting.remove(signal);
          } else {
            assertFalse(process.ends(1), process.said());
          }
        }
      }
      for (String signal : signals) {
        WeftProcess process = processes.get(signals.indexOf(signal));
        assertEquals(128 + SIGNALS.get(signal), process.code(), process.said());
        assertGoesOn(signal, process.said());
      }
    } finally {
      processes.forEach(WeftProcess::close);
    }
  }

  private Path run(String signal) {
    return folder.resolve("run-" + signal);
  }

  private void assertGoesOn(String signal, String said) throws IOException {
    Path run = run(signal);
    assertFalse(said.contains("unexpected"), said);
    for (String name : names(run)) {
      assertFalse(name.startsWith(".weft-"), name + said);
      if (name.endsWith(".safetensors")) {
        ModelFile.read(run.resolve(name));
      }
    }
    Path out = folder.resolve("out-" + signal);
    Path results = run.resolve("results.json");
    boolean complete =
        Files.exists(results) && !Files.readString(results).contains("\"interrupted\" : true");
    boolean begun = names(run).stream().anyMatch(name -> name.endsWith(".safetensors"));
    if (!complete) {
      Invocation again =
          begun
              ? Invocation.of("train", "--resume", run.toString(), "--out", out.toString())
              : Invocation.of(training(out).toArray(String[]::new));
      assertEquals(ExitCode.OK, again.code(), said + again.err());
    }
    for (String model : List.of("multiclass.safetensors", "multiclass-best.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(unbroken.resolve(model)),
          Files.readAllBytes((complete ? run : out).resolve(model)),
          said);
    }
  }

  private static List<String> names(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(run)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
