package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.NetworkGroup;
import dev.weft.ResidentDataset;
import dev.weft.backend.BackendContract;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.PlacedSlice;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.nn.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks trained at once are what each is alone, whichever they are trained beside. */
@BackendContract
@Tag("training")
final class GroupTrainerTest {
  private static final Dataset DATA = TinyProblem.data(103);

  private final Engine engine;

  GroupTrainerTest(OpenBackend backend) {
    this.engine = Engine.of(backend.context());
  }

  /** Keeps what became of a training. */
  private static final class Kept implements TrainingListener {
    private float[] parameters = {};
    private AdamState adam = new AdamState(0, new float[0], new float[0]);
    private History history = new History(List.of(), Optional.empty(), false);
    private int started;

    @Override
    public void trainingStarted(TrainingRun run) {
      started++;
    }

    @Override
    public void trainingEnded(TrainingRun run, History end) {
      parameters = run.network().parameters();
      adam = run.network().adamState();
      history = end;
    }
  }

  private static SpecBuilder spec(long seed) {
    return TrainingSpec.builder(TinyProblem.WITH_DROPOUT)
        .epochs(6)
        .batchSize(8)
        .learningRate(0.02f)
        .seed(seed)
        .validation(Validation.last(20));
  }

  /** Trainings that differ in all that may differ, some of which stop early. */
  private static List<TrainingSpec> specs() {
    List<TrainingSpec> specs = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      SpecBuilder spec = spec(i).learningRate(0.01f * (1 + i)).epochs(3 + i % 4);
      switch (i) {
        case 1 -> spec.schedule(LearningRateSchedule.cosine(1, 0.001f));
        case 2 -> spec.classWeights(ClassWeights.parse("1,2,0.5"));
        case 3 -> spec.optimizer(Optimizer.named("adamw"));
        case 4 -> spec.learningRate(3f).epochs(30).earlyStopping(OptionalInt.of(1));
        case 5 -> spec.shuffle(false);
        default -> spec.earlyStopping(OptionalInt.of(2));
      }
      specs.add(spec.build());
    }
    return specs;
  }

  private Kept alone(TrainingSpec spec, ResidentDataset data) {
    Kept kept = new Kept();
    try (Network network = engine.network(spec)) {
      new Trainer(spec, kept).fit(network, data);
    }
    return kept;
  }

  private static void assertSameTraining(Kept expected, Kept actual) {
    assertArrayEquals(expected.parameters, actual.parameters);
    assertEquals(expected.adam.step(), actual.adam.step());
    assertArrayEquals(expected.adam.firstMoments(), actual.adam.firstMoments());
    assertArrayEquals(expected.adam.secondMoments(), actual.adam.secondMoments());
    assertSameFigures(expected.history, actual.history);
  }

  private static void assertSameFigures(History expected, History actual) {
    assertEquals(expected.stopReason(), actual.stopReason());
    assertEquals(expected.epochs().size(), actual.epochs().size());
    for (int i = 0; i < expected.epochs().size(); i++) {
      EpochRecord alone = expected.epochs().get(i);
      EpochRecord inGroup = actual.epochs().get(i);
      assertEquals(alone.epoch(), inGroup.epoch());
      assertEquals(alone.loss(), inGroup.loss());
      assertEquals(alone.accuracy(), inGroup.accuracy());
      assertEquals(alone.valLoss(), inGroup.valLoss());
      assertEquals(alone.valAccuracy(), inGroup.valAccuracy());
      assertEquals(alone.learningRate(), inGroup.learningRate());
    }
  }

  @Test
  void eachBecomesWhatItBecomesAlone() {
    List<TrainingSpec> specs = specs();
    try (ResidentDataset data = engine.upload(DATA)) {
      List<Kept> alone = specs.stream().map(spec -> alone(spec, data)).toList();
      assertTrue(alone.get(4).history.stopReason().isPresent(), "one stops early");
      for (int places : new int[] {1, 2, 4, 20}) {
        List<Kept> kept = specs.stream().map(spec -> new Kept()).toList();
        List<Trainer> trainers = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
          trainers.add(new Trainer(specs.get(i), kept.get(i)));
        }
        List<History> histories = new GroupTrainer(engine, data, places).fit(trainers);
        for (int i = 0; i < specs.size(); i++) {
          assertSameTraining(alone.get(i), kept.get(i));
          assertSame(kept.get(i).history.epochs(), histories.get(i).epochs());
        }
      }
    }
  }

  /** The next training is asked for when there is a place for it, and not before. */
  @Test
  void trainingsAreTakenAsPlacesBecomeFree() {
    List<Kept> begun = new ArrayList<>();
    List<Integer> endedWhenAsked = new ArrayList<>();
    Iterator<Trainer> trainers =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return begun.size() < 5;
          }

          @Override
          public Trainer next() {
            endedWhenAsked.add((int) begun.stream().filter(k -> k.adam.step() > 0).count());
            begun.add(new Kept());
            int number = begun.size();
            return new Trainer(spec(number).epochs(number).build(), begun.get(number - 1));
          }
        };
    try (ResidentDataset data = engine.upload(DATA)) {
      assertEquals(5, new GroupTrainer(engine, data, 2).fit(() -> trainers).size());
    }
    assertEquals(List.of(0, 0, 1, 2, 3), endedWhenAsked);
  }

  @Test
  void nothingToTrainIsNothing() {
    try (ResidentDataset data = engine.upload(DATA)) {
      assertEquals(List.of(), new GroupTrainer(engine, data).fit(List.of()));
    }
  }

  /** One that is stopped within an epoch rests from there on; the others are none the wiser. */
  @Test
  void oneIsStoppedWithinAnEpoch() {
    TrainingSpec spec = spec(3).build();
    TrainingListener stops = atProgress(run -> run.stop("enough"));
    try (ResidentDataset data = engine.upload(DATA)) {
      Kept alone = alone(spec, data);
      Kept kept = new Kept();
      Kept stopped = new Kept();
      new GroupTrainer(engine, data, 2)
          .fit(List.of(new Trainer(spec(4).build(), stops, stopped), new Trainer(spec, kept)));
      assertSameTraining(alone, kept);
      assertTrue(stopped.history.interrupted());
      assertEquals(List.of(), stopped.history.epochs());
      assertEquals(4, stopped.adam.step(), "the first slice has 4 steps");
    }
  }

  private static TrainingListener atProgress(Consumer<TrainingRun> action) {
    return new TrainingListener() {
      @Override
      public void progress(TrainingRun run, Progress progress) {
        action.accept(run);
      }
    };
  }

  @Test
  void aListenersFailureEndsAllAndReachesTheCaller() {
    IllegalStateException failure = new IllegalStateException("no room");
    TrainingListener fails =
        atProgress(
            run -> {
              throw failure;
            });
    Kept other = new Kept();
    Kept waiting = new Kept();
    try (ResidentDataset data = engine.upload(DATA)) {
      GroupTrainer trainer = new GroupTrainer(engine, data, 2);
      List<Trainer> trainers =
          List.of(
              new Trainer(spec(1).build(), other),
              new Trainer(spec(2).build(), fails),
              new Trainer(spec(3).build(), waiting));
      assertSame(failure, assertThrows(IllegalStateException.class, () -> trainer.fit(trainers)));
    }
    assertEquals("failed", other.history.stopReason().orElseThrow().kind());
    assertEquals(0, waiting.started);
  }

  @Test
  void trainingsThatCannotBeTrainedAtOnceAreRefused() {
    try (ResidentDataset data = engine.upload(DATA)) {
      List<Trainer> misfits =
          List.of(
              new Trainer(spec(1).batchSize(9).build()),
              new Trainer(spec(1).validation(Validation.last(21)).build()),
              new Trainer(TrainingSpec.builder(TinyProblem.PLAIN).epochs(6).batchSize(8).build()),
              new Trainer(spec(1).build()).from(2));
      for (Trainer misfit : misfits) {
        List<Trainer> trainers = List.of(new Trainer(spec(0).build()), misfit);
        GroupTrainer trainer = new GroupTrainer(engine, data, 2);
        String message =
            assertThrows(IllegalArgumentException.class, () -> trainer.fit(trainers)).getMessage();
        assertTrue(message.startsWith("trainings of a group "), message);
        assertFalse(message.contains("null"));
      }
    }
  }

  @Test
  void aPlaceWithoutANetworkTrainsNothing() {
    try (NetworkGroup group = engine.group(TinyProblem.PLAIN, 2);
        ResidentDataset data = engine.upload(DATA)) {
      group.begin(0, 1);
      TrainingSlice slice =
          new TrainingSlice(
              new int[] {0, 1},
              0,
              2,
              2,
              new float[] {0.1f},
              spec(1).build().optimizer(),
              new float[0]);
      List<PlacedSlice> slices = List.of(new PlacedSlice(1, slice));
      assertThrows(IllegalArgumentException.class, () -> group.train(data, slices));
      List<PlacedSlice> twice = List.of(new PlacedSlice(0, slice), new PlacedSlice(0, slice));
      assertThrows(IllegalArgumentException.class, () -> group.train(data, twice));
    }
  }

  @Test
  void theNextNetworkInAPlaceClosesTheOneBefore() {
    try (NetworkGroup group = engine.group(TinyProblem.PLAIN, 1)) {
      Network first = group.begin(0, 1);
      float[] drawn = first.parameters();
      Network second = group.begin(0, 2);
      assertThrows(IllegalStateException.class, first::parameters);
      assertFalse(Arrays.equals(drawn, second.parameters()));
      first.close();
      assertEquals(0, second.adamState().step());
    }
  }
}
