package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that Java's heap cannot hold is refused before it is trained; others are saved. */
@Tag("process")
class SmallHeapProcessTest {
  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = SmallData.idx(Files.createDirectory(folder.resolve("data")));
  }

  private WeftProcess train(int width, Path model) {
    return WeftProcess.start(
        Path.of("").toAbsolutePath(),
        folder.resolve("said"),
        List.of(),
        List.of("-Xms32m", "-Xmx96m"),
        WeftProcess.training(
            data,
            "--train-range",
            "0:48",
            "--validation",
            "16",
            "--layers",
            "16," + width + ",3",
            "--epochs",
            "2",
            "--save",
            model.toString(),
            "--out",
            folder.resolve("run").toString()));
  }

  @Test
  void aNetworkThatDoesNotFitIsRefusedBeforeItIsTrained() throws Exception {
    Path model = folder.resolve("model.safetensors");
    try (WeftProcess process = train(30_000, model)) {
      assertEquals(1, process.code(), process.said());
      assertEquals(0, process.lastEpoch(), process.said());
      assertTrue(process.said().contains("a network of 600,003 parameters needs about"));
      assertTrue(process.said().contains("WEFT_HEAP=1g"), process.said());
    }
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void oneThatJustFitsIsTrainedAndSaved() throws Exception {
    Path model = folder.resolve("model.safetensors");
    try (WeftProcess process = train(15_000, model)) {
      assertEquals(0, process.code(), process.said());
    }
    assertEquals("2", ModelFile.read(model).metadata().extra().get("epoch"));
    assertTrue(Files.exists(folder.resolve("run").resolve("multiclass-best.safetensors")));
  }
}
