package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.model.ModelFile;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.input.DataSpec;
import dev.weft.train.EpochRecord;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run leaves while it trains, and what goes on from there. */
class CheckpointsTest {
  private static final TrainingSpec SPEC =
      PipelineTest.SPEC.toBuilder().epochs(6).validation(Validation.last(100)).build();

  @TempDir Path parent;
  private final List<String> said = new ArrayList<>();

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectory(to);
      for (String name : names(from)) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrainedModel train(
      Path target, CheckpointInterval interval, Start start, TrainingListener... watchers) {
    ModelRun model = PipelineTest.model(SPEC);
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.open(target, false)) {
      Provenance.Start started =
          new Provenance.Start(
              "weft train", StartTime.now(), model.samples().source(), engine.info());
      RunDescription description =
          RunDescription.ofTraining(
              model, DataSpec.fashion("synthetic"), Optional.empty(), List.of(), started);
      Checkpoints checkpoints = new Checkpoints(folder, interval, 2, description, said::add);
      Pipeline pipeline =
          new Pipeline(
              engine, new StopSignal(), name -> List.of(watchers), Optional.of(checkpoints));
      return pipeline.run(model, start, Measure.TEST, kept -> {}).trained();
    }
  }

  /** What is in the folder as the line of an epoch is printed, as kill -9 would leave it. */
  private TrainingListener killedAt(int epoch, Path target, Path left) {
    return new TrainingListener() {
      @Override
      public void epochEnded(TrainingRun run, EpochRecord record) {
        if (record.epoch() == epoch) {
          copy(target, left);
        }
      }
    };
  }

  private Path killed(int epoch) {
    Path left = parent.resolve("killed-" + epoch);
    Path target = parent.resolve("run-" + epoch);
    train(
        target,
        new CheckpointInterval.Epochs(1),
        new Start.Seeded(),
        killedAt(epoch, target, left));
    return left;
  }

  private TrainedModel goOn(EarlierRun earlier) {
    return train(
        parent.resolve("resumed"),
        new CheckpointInterval.Never(),
        new Start.Earlier(earlier.models().get("multiclass")));
  }

  private void assertEndsWhereTheUnbrokenRunEnds(EarlierRun earlier) {
    TrainedModel whole =
        train(parent.resolve("whole"), new CheckpointInterval.Never(), new Start.Seeded());
    TrainedModel resumed = goOn(earlier);
    PipelineTest.assertSameState(whole.last(), resumed.last());
    assertEquals(whole.last().metadata(), resumed.last().metadata());
    assertEquals(whole.best().get().epoch(), resumed.best().get().epoch());
    assertArrayEquals(
        whole.best().get().model().parameters(), resumed.best().get().model().parameters());
    assertEquals(
        whole.history().epochs().stream().map(EpochRecord::valLoss).toList(),
        resumed.history().epochs().stream().map(EpochRecord::valLoss).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void aKilledRunGoesOnFromTheEpochBefore(int epoch) {
    EarlierRun earlier = EarlierRun.ofTraining(killed(epoch));
    assertEquals(epoch - 1, earlier.models().get("multiclass").epochs().size());
    assertFalse(earlier.complete());
    assertEquals("weft train", earlier.resumed().get(0).command());
    assertEquals(epoch - 1, earlier.resumed().get(0).afterEpoch());
    assertEndsWhereTheUnbrokenRunEnds(earlier);
  }

  @Test
  void theLastAreKeptAndTheEndIsAmongThem() {
    Path target = parent.resolve("run");
    TrainedModel trained = train(target, new CheckpointInterval.Epochs(4), new Start.Seeded());
    assertEquals(
        List.of("checkpoint-multiclass-4.safetensors", "checkpoint-multiclass-6.safetensors"),
        names(target));
    // It is read by whatever reads models, too.
    ModelFile last = ModelFile.read(target.resolve("checkpoint-multiclass-6.safetensors"));
    assertArrayEquals(trained.last().parameters(), last.parameters());
    assertEndsWhereTheUnbrokenRunEnds(EarlierRun.ofTraining(target));
  }

  @Test
  void aShortTrainingLeavesOneAtItsEndAlone() {
    Path target = parent.resolve("run");
    train(target, new CheckpointInterval.Time(Duration.ofMinutes(1)), new Start.Seeded());
    assertEquals(List.of("checkpoint-multiclass-6.safetensors"), names(target));
    assertEquals(List.of(), said);
  }

  @Test
  void aFolderWithoutAnyIsNothingToGoOnFrom() {
    Path target = parent.resolve("run");
    train(target, new CheckpointInterval.Never(), new Start.Seeded());
    assertFalse(Files.exists(target));
    UsageException none = assertThrows(UsageException.class, () -> EarlierRun.ofTraining(parent));
    assertTrue(none.getMessage().contains("no checkpoint"), none.getMessage());
  }

  /** Cut short at, or a bit flipped in, each section: length, facts, history, weights, moments. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.0005, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999})
  void aDamagedOneFallsBackToTheOneBefore(double place) throws IOException {
    Path left = killed(4);
    Path newest = left.resolve("checkpoint-multiclass-3.safetensors");
    byte[] whole = Files.readAllBytes(newest);
    int at = (int) (place * whole.length);
    byte[] flipped = whole.clone();
    flipped[at] ^= 4;
    for (byte[] damaged : List.of(Arrays.copyOf(whole, at), flipped)) {
      Files.write(newest, damaged);
      EarlierRun earlier = EarlierRun.ofTraining(left);
      assertEquals(2, earlier.models().get("multiclass").epochs().size());
      assertTrue(earlier.notes().get(0).contains(newest.toString()), earlier.notes().toString());
      assertTrue(earlier.notes().get(0).contains("the checkpoint before it is taken"));
    }
    assertEndsWhereTheUnbrokenRunEnds(EarlierRun.ofTraining(left));
    Files.write(left.resolve("checkpoint-multiclass-2.safetensors"), new byte[9]);
    RunException all = assertThrows(RunException.class, () -> EarlierRun.ofTraining(left));
    assertTrue(all.getMessage().contains("no checkpoint in " + left), all.getMessage());
  }

  @Test
  void theExperimentsAreAnothersToGoOnWith() {
    Path left = killed(3);
    UsageException other = assertThrows(UsageException.class, () -> EarlierRun.ofExperiments(left));
    assertTrue(other.getMessage().contains("weft train --resume " + left), other.getMessage());
  }

  @Test
  void oneThatCannotBeWrittenIsSaidAndTheTrainingGoesOn() {
    Path target = parent.resolve("run");
    TrainedModel trained =
        train(
            target,
            new CheckpointInterval.Epochs(1),
            new Start.Seeded(),
            new TrainingListener() {
              @Override
              public void epochEnded(TrainingRun run, EpochRecord record) {
                // A folder has the name.
                assertTrue(
                    target
                        .resolve("checkpoint-multiclass-" + record.epoch() + ".safetensors")
                        .toFile()
                        .mkdir());
              }
            });
    assertEquals(6, trained.epochs());
    assertTrue(said.get(0).startsWith("no checkpoint after epoch 1; the training goes on: "));
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "007, 7", "30s, 30s", "2m, 2m", "120s, 2m", "off, off"})
  void intervalsAreSpelled(String text, String printed) {
    assertEquals(printed, CheckpointInterval.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0s", "1h", "1.5s", "", "s", "99999999"})
  void otherIntervalsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> CheckpointInterval.parse(text));
  }
}
