package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full at any write: the shell bounds the length of files, so that each kind of file
 * fails in turn, from the lock to the page. What could be written is whole, is named, and goes on.
 */
@Tag("process")
@DisabledOnOs(OS.WINDOWS)
class FullDiskProcessTest {
  /** What takes from root's processes that they may write and read everything. */
  private static final String WITHOUT_ROOTS_RIGHTS =
      "exec setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-all"
          + " \"$0\" \"$@\"";

  @TempDir private Path folder;
  private Path data;
  private Path home;

  @BeforeEach
  void writeData() throws IOException {
    data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
    home = Files.createDirectory(folder.resolve("home"));
  }

  private WeftProcess train(String before, Path out) {
    return WeftProcess.start(
        home,
        folder.resolve("said-" + out.getFileName()),
        before.isEmpty() ? List.of() : List.of("bash", "-c", before + "; exec \"$0\" \"$@\""),
        List.of("-XX:-UsePerfData"),
        WeftProcess.training(
            data,
            "--epochs",
            "4",
            "--early-stopping",
            "off",
            "--checkpoint-every",
            "1",
            "--out",
            out.toString()));
  }

  private static boolean may(String exec) throws Exception {
    return new ProcessBuilder("bash", "-c", exec.replace("\"$0\" \"$@\"", "true")).start().waitFor()
        == 0;
  }

  private static List<String> names(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(run)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** In blocks of 1,024 bytes: the model has 7,000, checkpoints 30,000, pictures up to 200,000. */
  @Test
  void whatCouldBeWrittenIsWholeAndNamed() throws Exception {
    Path whole = folder.resolve("whole");
    try (WeftProcess process = train("", whole)) {
      assertEquals(0, process.code(), process.said());
    }
    byte[] model = Files.readAllBytes(whole.resolve("multiclass.safetensors"));
    for (int blocks : List.of(0, 4, 12, 24, 40, 80, 160, 320)) {
      Path out = folder.resolve("full-" + blocks);
      try (WeftProcess process = train("ulimit -f " + blocks, out)) {
        int code = process.code();
        // Standard error is a file too, which has its bound: with none nothing can be said.
        String where = blocks + ": " + process.said() + names(out);
        assertEquals(1, code, where);
        assertTrue(blocks == 0 || process.said().contains("File too large"), where);
        for (String name : names(out)) {
          assertTrue(!name.startsWith("."), where);
          if (name.endsWith(".safetensors")) {
            ModelFile.read(out.resolve(name));
          }
        }
        if (Files.exists(out.resolve("multiclass.safetensors"))) {
          assertArrayEquals(model, Files.readAllBytes(out.resolve("multiclass.safetensors")));
          assertTrue(process.said().contains(out.toString()), where);
        }
        if (Files.exists(out.resolve("multiclass-best.safetensors"))
            && !Files.exists(out.resolve("results.json"))) {
          assertTrue(process.said().contains("what was trained is kept in " + out), where);
        }
      }
    }
  }

  @Test
  void anEarlierRunIsNotReplacedByOneThatLacksSomething() throws Exception {
    Path out = folder.resolve("run");
    try (WeftProcess process = train("", out)) {
      assertEquals(0, process.code(), process.said());
    }
    byte[] results = Files.readAllBytes(out.resolve("results.json"));
    try (WeftProcess process = train("ulimit -f 6", out)) {
      assertEquals(1, process.code(), process.said());
    }
    assertArrayEquals(results, Files.readAllBytes(out.resolve("results.json")));
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefusedBeforeAnythingIsTrained() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assertTrue(closed.toFile().setWritable(false));
    String asAnybody = Files.isWritable(closed) ? WITHOUT_ROOTS_RIGHTS : "";
    assumeTrue(asAnybody.isEmpty() || may(asAnybody), "root may write, and nobody can be less");
    try (WeftProcess process = train(asAnybody, closed.resolve("run"))) {
      assertEquals(1, process.code(), process.said());
      assertEquals(0, process.lastEpoch(), process.said());
      assertTrue(process.said().contains("cannot write to " + closed), process.said());
    } finally {
      closed.toFile().setWritable(true);
    }
  }
}
