package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.data.Dataset;
import dev.weft.data.Source;
import dev.weft.model.ModelFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.input.Samples;
import dev.weft.train.EpochRecord;
import dev.weft.train.LearningRateSchedule;
import dev.weft.train.Progress;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final int SAMPLES = 400;

  /** One batch a step, so that the first slice of an epoch is far from its end. */
  static final TrainingSpec SPEC =
      TrainingSpec.builder(
              Architecture.inputs(2)
                  .dense(8, Activation.RELU)
                  .output(2, Loss.SOFTMAX_CROSS_ENTROPY))
          .epochs(3)
          .batchSize(1)
          .seed(7)
          .build();

  static ModelRun model(TrainingSpec spec) {
    Samples samples =
        new Samples(
            data(3),
            Optional.of(data(4)),
            new Source("drawn for a test", "", true),
            false,
            Optional.empty());
    return new ModelRun("multiclass", "reference", spec, samples);
  }

  private static Dataset data(long seed) {
    Random random = new Random(seed);
    float[] values = new float[2 * SAMPLES];
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[2 * i] = random.nextFloat();
      values[2 * i + 1] = random.nextFloat();
      labels[i] = values[2 * i] > values[2 * i + 1] ? 1 : 0;
    }
    return Dataset.ofValues(values, 2).withLabels(labels, List.of("left", "right"));
  }

  private static MeasuredModel run(TrainingSpec spec, Start start, TrainingListener... watchers) {
    return run(spec, start, new StopSignal(), watchers);
  }

  private static MeasuredModel run(
      TrainingSpec spec, Start start, StopSignal stop, TrainingListener... watchers) {
    try (Engine engine = Engine.open("java", 1)) {
      List<TrainedModel> kept = new ArrayList<>();
      MeasuredModel model =
          new Pipeline(engine, stop, name -> List.of(watchers))
              .run(model(spec), start, Measure.ALL, kept::add);
      assertEquals(List.of(model.trained()), kept);
      return model;
    }
  }

  private static Start after(MeasuredModel model) {
    TrainedModel trained = model.trained();
    return new Start.Earlier(
        new EarlierModel(
            Path.of("run"),
            trained.run().spec(),
            trained.history(),
            Optional.of(trained.last()),
            trained.best().map(best -> best.model().parameters())));
  }

  static void assertSameState(ModelFile expected, ModelFile found) {
    assertArrayEquals(expected.parameters(), found.parameters());
    AdamState one = expected.adamState().orElseThrow();
    AdamState other = found.adamState().orElseThrow();
    assertEquals(one.step(), other.step());
    assertArrayEquals(one.firstMoments(), other.firstMoments());
    assertArrayEquals(one.secondMoments(), other.secondMoments());
  }

  @Test
  void stoppedInsideAnEpochTheModelIsWhatItWasBeforeItAndGoesOn() {
    MeasuredModel unbroken = run(SPEC, new Start.Seeded());
    assertTrue(unbroken.last().isPresent());

    StopSignal afterTwo = new StopSignal();
    TrainingListener atTheEndOfTwo =
        new TrainingListener() {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            if (record.epoch() == 2) {
              afterTwo.request();
            }
          }
        };
    MeasuredModel two = run(SPEC, new Start.Seeded(), afterTwo, atTheEndOfTwo);
    assertEquals(2, two.trained().epochs());
    assertTrue(two.trained().interrupted());
    assertTrue(two.last().isEmpty());

    StopSignal inside = new StopSignal();
    TrainingListener atOnce =
        new TrainingListener() {
          @Override
          public void progress(TrainingRun run, Progress progress) {
            assertTrue(progress.step() < progress.stepsPerEpoch(), progress.toString());
            inside.request();
          }
        };
    MeasuredModel still = run(SPEC, after(two), inside, atOnce);
    assertTrue(still.trained().history().interrupted());
    assertEquals(2, still.trained().epochs());
    assertSameState(two.trained().last(), still.trained().last());

    MeasuredModel whole = run(SPEC, after(still));
    assertEquals(3, whole.trained().epochs());
    assertSameState(unbroken.trained().last(), whole.trained().last());
    assertEquals(unbroken.last().get().test().get().loss(), whole.last().get().test().get().loss());
  }

  @Test
  void measuresTheLastWeightsAndTheBest() {
    TrainingSpec spec = SPEC.toBuilder().validation(Validation.last(100)).build();
    MeasuredModel model = run(spec, new Start.Seeded());
    TrainedModel.Best best = model.trained().best().orElseThrow();
    assertEquals(model.trained().history().best().get().epoch(), best.epoch());
    EpochRecord last = model.trained().history().epochs().get(2);
    assertEquals(last.valLoss(), model.last().get().validation().get().loss(), 1e-9);
    assertEquals(
        model.trained().history().best().get().valLoss(),
        model.best().get().validation().get().loss(),
        1e-9);
    assertEquals(SAMPLES, model.best().get().testPredictions().get().size());
    assertEquals(spec, TrainingSpec.ofJson(best.model().metadata().extra().get("training")));
  }

  @Test
  void aLossThatIsNoNumberEndsItWithoutFigures() {
    TrainingSpec wild = SPEC.toBuilder().learningRate(Float.MAX_VALUE).build();
    MeasuredModel model = run(wild, new Start.Seeded());
    assertTrue(model.trained().diverged());
    assertFalse(model.trained().complete());
    assertTrue(model.last().isEmpty());
  }

  @Test
  void whatDivergedGoesOnFromItsLastSoundEpochAtALowerRate() {
    // From the third epoch on the rate is far too high.
    TrainingSpec wild =
        SPEC.toBuilder().schedule(LearningRateSchedule.step(1e36f, 2)).epochs(4).build();
    MeasuredModel first = run(wild, new Start.Seeded());
    assertTrue(first.trained().diverged());
    assertEquals(2, first.trained().epochs());
    assertSameState(
        run(SPEC.toBuilder().epochs(2).build(), new Start.Seeded()).trained().last(),
        first.trained().last());
    assertEquals(first.trained().last().metadata().extra().get("training"), wild.toJson());

    TrainingSpec tame = wild.toBuilder().schedule(LearningRateSchedule.constant()).build();
    EarlierModel earlier = ((Start.Earlier) after(first)).model();
    assertThrows(UsageException.class, () -> earlier.requireContinuedBy(wild, false));
    assertThrows(
        UsageException.class,
        () -> earlier.requireContinuedBy(tame.toBuilder().batchSize(2).build(), false));
    earlier.requireContinuedBy(tame, true);
    MeasuredModel rest = run(tame, after(first));
    assertTrue(rest.trained().complete());
    assertSameState(
        run(SPEC.toBuilder().epochs(4).build(), new Start.Seeded()).trained().last(),
        rest.trained().last());
  }

  @Test
  void startsFromParametersOfOthers() {
    MeasuredModel first = run(SPEC, new Start.Seeded());
    float[] parameters = first.trained().last().parameters();
    TrainingSpec frozen = SPEC.toBuilder().epochs(1).learningRate(1e-30f).build();
    MeasuredModel again = run(frozen, new Start.Given(parameters));
    assertArrayEquals(parameters, again.trained().last().parameters(), 1e-20f);
    assertThrows(IllegalArgumentException.class, () -> run(frozen, new Start.Given(new float[3])));
  }

  @Test
  void aModelOfAnotherNumberOfUpdatesIsRefused() {
    TrainedModel two = run(SPEC.toBuilder().epochs(2).build(), new Start.Seeded()).trained();
    AdamState state = two.last().adamState().orElseThrow();
    AdamState other = new AdamState(1, state.firstMoments(), state.secondMoments());
    ModelFile last =
        new ModelFile(two.last().metadata(), two.last().parameters(), Optional.of(other));
    EarlierModel earlier =
        new EarlierModel(Path.of("run"), SPEC, two.history(), Optional.of(last), Optional.empty());
    RunException refused =
        assertThrows(RunException.class, () -> run(SPEC, new Start.Earlier(earlier)));
    assertTrue(refused.getMessage().contains("1 times, but 2 epochs"), refused.getMessage());
  }
}
