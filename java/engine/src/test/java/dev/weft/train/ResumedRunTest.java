package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on takes up the history of the run that was stopped. */
class ResumedRunTest {
  private static final Dataset DATA = TinyProblem.data(60);
  private static final int PATIENCE = 3;

  private final TinyProblem problem = new TinyProblem();

  @AfterEach
  void close() {
    problem.close();
  }

  /** From epoch 7 on the rate is absurd, so that the run stops early, and not at its best epoch. */
  private static TrainingSpec config() {
    return TrainingSpec.builder(TinyProblem.WITH_DROPOUT)
        .epochs(20)
        .batchSize(4)
        .learningRate(0.01f)
        .schedule(LearningRateSchedule.step(1000, 6))
        .averageDecay(0.8)
        .validation(Validation.last(20))
        .build();
  }

  private static Network stoppedAfter(
      TinyProblem problem, int epoch, List<EpochRecord> records, TrainingListener... more) {
    Network network = problem.network(TinyProblem.WITH_DROPOUT);
    List<TrainingListener> listeners = new ArrayList<>(List.of(more));
    listeners.add(
        new TrainingListener() {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            if (record.epoch() == epoch) {
              run.stop("enough for today");
            }
          }
        });
    records.addAll(new Trainer(config(), listeners).fit(network, DATA).epochs());
    return network;
  }

  private static List<EpochRecord> withoutTimes(List<EpochRecord> epochs) {
    return epochs.stream()
        .map(
            e ->
                new EpochRecord(
                    e.epoch(),
                    e.loss(),
                    e.accuracy(),
                    e.valLoss(),
                    e.valAccuracy(),
                    e.learningRate(),
                    0,
                    0))
        .toList();
  }

  @Test
  void itStopsEarlyWhereTheUnbrokenOneDoesWithTheSameHistory() {
    try (Network unbroken = problem.network(TinyProblem.WITH_DROPOUT);
        ResidentDataset data = problem.engine().upload(DATA)) {
      BestWeights best = new BestWeights();
      History whole =
          new Trainer(config(), best, EarlyStopping.patience(PATIENCE)).fit(unbroken, data);
      int last = whole.epochs().size();
      assertTrue(last < 20, "the unbroken run did not stop early");
      int bestEpoch = best.record().orElseThrow().epoch();
      for (int epoch = bestEpoch - 1; epoch <= last; epoch++) {
        List<EpochRecord> earlier = new ArrayList<>();
        try (Network network = stoppedAfter(problem, epoch, earlier)) {
          BestWeights own = new BestWeights();
          History resumed =
              new Trainer(config(), own, EarlyStopping.patience(PATIENCE))
                  .resume(network, data, earlier);
          assertArrayEquals(unbroken.parameters(), network.parameters(), "after " + epoch);
          assertEquals(unbroken.adamState().step(), network.adamState().step());
          assertEquals(withoutTimes(whole.epochs()), withoutTimes(resumed.epochs()));
          assertEquals(whole.stopReason(), resumed.stopReason());
          assertEquals(bestEpoch, own.record().orElseThrow().epoch());
          // Only the run that had the best epoch has its parameters.
          assertEquals(epoch < bestEpoch, own.parameters().isPresent());
        }
      }
    }
  }

  @Test
  void aBetterModelOfBeforeIsNotReplaced(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("best.safetensors");
    BestModelCheckpoint checkpoint =
        new BestModelCheckpoint(
            file,
            new ModelMetadata(
                TinyProblem.WITH_DROPOUT,
                List.of("a", "b", "c"),
                "test",
                11,
                "none",
                "java",
                "0",
                Map.of()),
            false);
    List<EpochRecord> earlier = new ArrayList<>();
    try (Network network = stoppedAfter(problem, 8, earlier, checkpoint);
        ResidentDataset data = problem.engine().upload(DATA)) {
      String bestEpoch = ModelFile.read(file).metadata().extra().get("epoch");
      assertFalse(bestEpoch.equals("8"), "the best epoch is the last: the test shows nothing");
      byte[] before = Files.readAllBytes(file);
      Trainer trainer = new Trainer(config(), checkpoint, EarlyStopping.patience(PATIENCE));
      trainer.resume(network, data, earlier);
      assertArrayEquals(before, Files.readAllBytes(file));
    }
  }

  @Test
  void refusesAHistoryThatIsNotThatOfAllEpochsBefore() {
    List<EpochRecord> earlier = new ArrayList<>();
    try (Network network = stoppedAfter(problem, 3, earlier);
        ResidentDataset data = problem.engine().upload(DATA)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Trainer(config()).resume(network, data, earlier.subList(1, 3)));
      assertTrue(
          e.getMessage().contains("needs the records of all epochs up to there"), e.getMessage());
      assertTrue(e.getMessage().contains("[2, 3]"), e.getMessage());
    }
  }

  @Test
  void refusesToRestoreWhatItCannotKnow() {
    List<EpochRecord> earlier = new ArrayList<>();
    try (Network network = stoppedAfter(problem, 3, earlier);
        ResidentDataset data = problem.engine().upload(DATA)) {
      Trainer trainer = new Trainer(config(), EarlyStopping.patience(5).restoreBest());
      assertThrows(IllegalArgumentException.class, () -> trainer.resume(network, data, earlier));
    }
  }
}
