package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.session.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that may not open as many files as they need say so and end at once, wherever it hits
 * them: also where classes can be loaded no longer.
 */
@Tag("process")
class DescriptorsProcessTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 80, 96, 112, 128})
  void tooFewDescriptorsEndACommandAtOnce(int descriptors) throws Exception {
    Path data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
    Path said = folder.resolve("said");
    List<String> limited =
        List.of("bash", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "limited");
    List<String> arguments =
        WeftProcess.training(data, "--epochs", "1", "--out", folder.resolve("run").toString());
    try (WeftProcess process = WeftProcess.start(folder, said, limited, List.of(), arguments)) {
      assertTrue(process.ends(50_000), process::said);
      int code = process.code();
      assertTrue(code == ExitCode.OK || code == ExitCode.FAILURE, code + process.said());
      assertFalse(process.said().contains("unexpected"), process.said());
    }
  }
}
