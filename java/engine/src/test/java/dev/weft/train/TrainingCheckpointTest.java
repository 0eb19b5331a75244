package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.ModelFileException;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCheckpointTest {
  private static final int PARAMETERS = TinyProblem.PLAIN.parameterCount();

  @TempDir private Path folder;

  private static ModelFile model() {
    float[] values = TinyProblem.values(PARAMETERS);
    ModelMetadata metadata =
        new ModelMetadata(TinyProblem.PLAIN, List.of(), "r", 3, "h", "java", "v", Map.of());
    float[] parameters = Arrays.copyOf(values, PARAMETERS);
    return new ModelFile(
        metadata, parameters, Optional.of(new AdamState(9, parameters, parameters)));
  }

  private static EpochRecord epoch(int number) {
    return new EpochRecord(
        number, 1.5 / number, 0.25, Double.NaN, 0.75, 0.001f / number, 12.5 * number, 0.0625);
  }

  private TrainingCheckpoint written(List<EpochRecord> epochs, Optional<float[]> best) {
    Path file = folder.resolve("checkpoint.safetensors");
    new TrainingCheckpoint(model(), epochs, best).save(file);
    return TrainingCheckpoint.read(file);
  }

  @Test
  void comesBackAsItWas() {
    List<EpochRecord> epochs = List.of(epoch(1), epoch(2), epoch(3));
    float[] best = TinyProblem.values(PARAMETERS / 4);
    TrainingCheckpoint read = written(epochs, Optional.of(Arrays.copyOf(best, PARAMETERS)));
    assertEquals(epochs, read.epochs());
    assertArrayEquals(Arrays.copyOf(best, PARAMETERS), read.bestParameters().orElseThrow());
    assertArrayEquals(model().parameters(), read.model().parameters());
    assertEquals(9, read.model().adamState().orElseThrow().step());
    assertTrue(written(epochs, Optional.empty()).bestParameters().isEmpty());
  }

  /** The history is data of the file, which its header does not grow with. */
  @Test
  void aLongTrainingHasRoom() throws IOException {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int i = 1; i <= 100_000; i++) {
      epochs.add(epoch(i));
    }
    assertEquals(epochs, written(epochs, Optional.empty()).epochs());
    long bytes = Files.size(folder.resolve("checkpoint.safetensors"));
    assertTrue(bytes > 6_400_000 && bytes < 6_404_000, "" + bytes);
  }

  @Test
  void aHistoryThatLacksAnEpochIsRefused() {
    ModelFileException refused =
        assertThrows(
            ModelFileException.class, () -> written(List.of(epoch(1), epoch(3)), Optional.empty()));
    assertTrue(refused.getMessage().contains("its epoch 2 is missing"), refused.getMessage());
  }
}
