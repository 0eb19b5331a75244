package dev.weft.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.backend.Backends;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @Test
  void misuseIsTold() {
    assertEquals(2, Main.execute());
    assertEquals(2, Main.execute("suite", "--include", "no such sweep"));
    assertEquals(2, Main.execute("suite", "--forks", "0"));
    assertEquals(2, Main.execute("suite", "-p", "size=3"));
    assertEquals(2, Main.execute("suite", "--backend", "tpu"));
    assertEquals(2, Main.execute("peak", "--repetitions", "0"));
    assertEquals(2, Main.execute("end-to-end", "--runs", "0"));
  }

  @Test
  void whatCannotBeDoneIsTold(@TempDir Path folder) {
    assertEquals(1, Main.execute("scaling", folder.resolve("full.json").toString()));
  }

  @Test
  void sweepsAreListed() {
    assertEquals(0, Main.execute("suite", "--list"));
  }

  @Test
  void sweepsOfGpuNeedGpu() {
    boolean there =
        Backends.all().stream()
            .anyMatch(each -> each.name().equals("cuda") && each.availability().available());
    assertEquals(there ? 0 : 1, Main.execute("suite", "--backend", "cuda", "--list"));
  }
}
