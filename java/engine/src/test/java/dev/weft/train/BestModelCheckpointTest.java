package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Network;
import dev.weft.data.Dataset;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestModelCheckpointTest {
  private static final Dataset DATA = TinyProblem.data(60);
  private static final ModelMetadata METADATA =
      new ModelMetadata(
          TinyProblem.PLAIN,
          List.of("a", "b", "c"),
          "test",
          11,
          "none",
          "java",
          "0",
          Map.of("note", "kept"));

  @TempDir private Path folder;
  private final TinyProblem problem = new TinyProblem();
  private final Network network = problem.network(TinyProblem.PLAIN);

  @AfterEach
  void close() {
    network.close();
    problem.close();
  }

  @Test
  void theFileHoldsTheBestEpoch() {
    Path file = folder.resolve("best.safetensors");
    // From epoch 7 on the rate is absurd, so that the best epoch is not the last.
    TrainingSpec config =
        TrainingSpec.builder(TinyProblem.PLAIN)
            .epochs(12)
            .batchSize(4)
            .learningRate(0.01f)
            .schedule(LearningRateSchedule.step(1000, 6))
            .validation(Validation.last(20))
            .build();
    BestWeights best = new BestWeights();
    BestModelCheckpoint checkpoint = new BestModelCheckpoint(file, METADATA, true);
    History history = new Trainer(config, best, checkpoint).fit(network, DATA);
    EpochRecord expected = history.best().orElseThrow();
    assertTrue(expected.epoch() < 12, "the best epoch is the last: the test shows nothing");
    ModelFile saved = ModelFile.read(file);
    assertArrayEquals(best.parameters().orElseThrow(), saved.parameters());
    assertEquals(10L * expected.epoch(), saved.adamState().orElseThrow().step());
    assertEquals(
        Map.of(
            "note", "kept",
            "epoch", Integer.toString(expected.epoch()),
            "val_loss", Double.toString(expected.valLoss())),
        saved.metadata().extra());
  }

  @Test
  void needsValidation() {
    Path file = folder.resolve("best.safetensors");
    Trainer trainer =
        new Trainer(
            TrainingSpec.builder(TinyProblem.PLAIN).build(),
            new BestModelCheckpoint(file, METADATA, false));
    assertThrows(IllegalArgumentException.class, () -> trainer.fit(network, DATA));
    assertFalse(Files.exists(file));
  }
}
