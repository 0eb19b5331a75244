package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A time of day that goes backwards while a run is on: nothing is lost, and no time is negative.
 */
@Tag("process")
@EnabledOnOs(OS.LINUX)
class ClockProcessTest {
  /** Each look at the clock is ten minutes before the last one. */
  private static final String CLOCK =
      """
      #define _GNU_SOURCE
      #include <sys/syscall.h>
      #include <time.h>
      #include <unistd.h>
      int clock_gettime(clockid_t clock, struct timespec* now) {
        static long looks;
        long status = syscall(SYS_clock_gettime, clock, now);
        if (clock == CLOCK_REALTIME) now->tv_sec -= 600 * __atomic_add_fetch(&looks, 1, __ATOMIC_RELAXED);
        return (int)status;
      }
      """;

  @TempDir private Path folder;

  private Path clock() throws Exception {
    Path source = Files.writeString(folder.resolve("clock.c"), CLOCK);
    Path library = folder.resolve("clock.so");
    try {
      Process compiler =
          new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
              .inheritIO()
              .start();
      assertEquals(0, compiler.waitFor(), "the C compiler");
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "there is no C compiler: " + e.getMessage());
      throw e;
    }
    return library;
  }

  private List<String> training(Path run) throws IOException {
    Path data = SmallData.idx(Files.createDirectories(folder.resolve("data")));
    return WeftProcess.training(
        data, "--epochs", "3", "--checkpoint-every", "1s", "--out", run.toString());
  }

  @Test
  void noTimeIsNegativeAndNothingIsLost() throws Exception {
    Path back = folder.resolve("back");
    List<String> preload = List.of("env", "LD_PRELOAD=" + clock());
    try (WeftProcess process =
        WeftProcess.start(folder, folder.resolve("said"), preload, List.of(), training(back))) {
      assertEquals(0, process.code(), process::said);
    }
    JsonNode results = new ObjectMapper().readTree(back.resolve("results.json").toFile());
    double duration = results.at("/provenance/duration_seconds").asDouble(-1);
    assertTrue(duration > 0 && duration < 600, "" + duration);
    for (JsonNode epoch : results.at("/history/epochs")) {
      assertTrue(epoch.get("seconds").asDouble(-1) > 0, epoch.toString());
      assertTrue(epoch.get("validation_seconds").asDouble(-1) > 0, epoch.toString());
    }
    Path usual = folder.resolve("usual");
    assertEquals(0, Invocation.of(training(usual).toArray(String[]::new)).code());
    for (String model : List.of("multiclass.safetensors", "multiclass-best.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(usual.resolve(model)), Files.readAllBytes(back.resolve(model)));
    }
  }
}
