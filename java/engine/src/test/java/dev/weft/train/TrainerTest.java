package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.metrics.Evaluation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final Dataset DATA = TinyProblem.data(103);
  private static final double ALWAYS_ONE_STEP = 0;
  private static final double NEVER_LONG_ENOUGH = 1e9;

  private final TinyProblem problem = new TinyProblem();

  @AfterEach
  void close() {
    problem.close();
  }

  private static SpecBuilder config() {
    return TrainingSpec.builder(TinyProblem.PLAIN)
        .epochs(4)
        .batchSize(8)
        .learningRate(0.02f)
        .schedule(LearningRateSchedule.cosine(1, 0.001f))
        .seed(5)
        .validation(Validation.last(20));
  }

  /** One epoch by hand: the last, partial batch included, in the documented order. */
  @Test
  void anEpochIsItsBatchesInOrder() {
    TrainingSpec config =
        config().epochs(1).learningRate(0.01f).schedule(LearningRateSchedule.constant()).build();
    try (Network trained = problem.network(TinyProblem.PLAIN);
        Network byHand = problem.network(TinyProblem.PLAIN);
        ResidentDataset data = problem.engine().upload(DATA)) {
      EpochRecord record = new Trainer(config).fit(trained, DATA).epochs().get(0);
      int[] order = Shuffle.order(83, 5, 0);
      double loss = 0;
      long correct = 0;
      for (int from = 0; from < 83; from += 8) {
        int to = Math.min(from + 8, 83);
        TrainingSlice batch =
            new TrainingSlice(
                order, from, to, 8, new float[] {0.01f}, config.optimizer(), new float[0]);
        SliceResult result = byHand.train(data, batch);
        loss += result.stepLosses()[0] * (to - from);
        correct += result.correct();
      }
      assertArrayEquals(byHand.parameters(), trained.parameters());
      assertEquals(11, trained.adamState().step());
      assertEquals(loss / 83, record.loss());
      assertEquals(correct / 83.0, record.accuracy());
      assertEquals(0.01f, record.learningRate());
      Evaluation validation = byHand.evaluate(data, 83, 103);
      assertEquals(validation.loss(), record.valLoss());
      assertEquals(validation.accuracy(), record.valAccuracy());
    }
  }

  @Test
  void trainingLearns() {
    try (Network network = problem.network(TinyProblem.PLAIN)) {
      TrainingSpec config =
          config().epochs(30).learningRate(0.02f).schedule(LearningRateSchedule.constant()).build();
      History history = new Trainer(config).fit(network, DATA);
      EpochRecord first = history.epochs().get(0);
      EpochRecord last = history.epochs().get(29);
      assertTrue(last.loss() < first.loss() / 2, first + " to " + last);
      assertTrue(last.valAccuracy() > 0.8, last.toString());
      assertFalse(history.interrupted());
      assertTrue(history.stopReason().isEmpty());
    }
  }

  /** How an epoch is cut must change neither parameters nor figures. */
  @Test
  void slicingChangesNothing() {
    assertSameRun(ALWAYS_ONE_STEP, NEVER_LONG_ENOUGH, TinyProblem.WITH_DROPOUT);
  }

  private void assertSameRun(double firstSlices, double secondSlices, Architecture architecture) {
    TrainingSpec config = config().network(architecture).build();
    try (Network first = problem.network(architecture);
        Network second = problem.network(architecture)) {
      History one = new Trainer(config, List.of(), 0, firstSlices).fit(first, DATA);
      History other = new Trainer(config, List.of(), 0, secondSlices).fit(second, DATA);
      assertArrayEquals(first.parameters(), second.parameters());
      assertSameFigures(one.epochs(), other.epochs());
    }
  }

  private static void assertSameFigures(List<EpochRecord> expected, List<EpochRecord> actual) {
    assertEquals(
        expected.stream().map(TrainerTest::withoutTimes).toList(),
        actual.stream().map(TrainerTest::withoutTimes).toList());
  }

  private static EpochRecord withoutTimes(EpochRecord r) {
    return new EpochRecord(
        r.epoch(), r.loss(), r.accuracy(), r.valLoss(), r.valAccuracy(), r.learningRate(), 0, 0);
  }

  /** Training itself does not see the average; all that looks at the network does. */
  @Test
  void theAverageOfTheParametersIsWhatValidatesAndWhatIsLeft() {
    TrainingSpec plain = config().build();
    try (Network network = problem.network(TinyProblem.PLAIN);
        Network averaged = problem.network(TinyProblem.PLAIN)) {
      History without = new Trainer(plain).fit(network, DATA);
      BestWeights best = new BestWeights();
      List<float[]> validated = new ArrayList<>();
      TrainingListener keep =
          new TrainingListener() {
            @Override
            public void epochEnded(TrainingRun run, EpochRecord record) {
              validated.add(run.network().parameters());
            }
          };
      History with =
          new Trainer(plain.toBuilder().averageDecay(0.9).build(), best, keep).fit(averaged, DATA);
      assertArrayEquals(network.parameters(), averaged.adamState().unaveraged().orElseThrow());
      assertFalse(Arrays.equals(network.parameters(), averaged.parameters()));
      int last = with.epochs().size() - 1;
      assertEquals(without.epochs().get(last).loss(), with.epochs().get(last).loss());
      EpochRecord bestEpoch = best.record().orElseThrow();
      assertArrayEquals(validated.get(bestEpoch.epoch() - 1), best.parameters().orElseThrow());
      averaged.parameters(validated.get(last));
      try (ResidentDataset data = problem.engine().upload(DATA)) {
        assertEquals(
            with.epochs().get(last).valLoss(),
            averaged.evaluate(data, DATA.size() - 20, DATA.size()).loss());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResumedRunEndsWhereTheUnbrokenOneEnds(boolean dropout) {
    Architecture architecture = dropout ? TinyProblem.WITH_DROPOUT : TinyProblem.PLAIN;
    // The schedule and the epochs' numbers are those of the whole run, so the first part is
    // stopped.
    TrainingListener stopAfterTwo =
        new TrainingListener() {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            if (record.epoch() == 2) {
              run.stop("half way");
            }
          }
        };
    try (Network unbroken = problem.network(architecture);
        Network halfWay = problem.network(architecture);
        Network resumed = problem.engine().network(architecture, halfWay.seed())) {
      TrainingSpec config = config().network(architecture).build();
      History whole = new Trainer(config).fit(unbroken, DATA);
      new Trainer(config, stopAfterTwo).fit(halfWay, DATA);
      AdamState state = halfWay.adamState();
      resumed.parameters(halfWay.parameters());
      resumed.adamState(state);
      History rest = new Trainer(config).from(2).fit(resumed, DATA);
      assertArrayEquals(unbroken.parameters(), resumed.parameters());
      assertArrayEquals(unbroken.adamState().secondMoments(), resumed.adamState().secondMoments());
      assertSameFigures(whole.epochs().subList(2, 4), rest.epochs());
    }
  }

  @Test
  void aHeldSetGivesWhatTheSameSamplesInASplitGive() {
    try (Network split = problem.network(TinyProblem.PLAIN);
        Network held = problem.network(TinyProblem.PLAIN)) {
      History one = new Trainer(config().build()).fit(split, DATA);
      History other =
          new Trainer(config().validation(Validation.none()).build())
              .fit(held, DATA.range(0, 83), DATA.range(83, 103));
      assertArrayEquals(split.parameters(), held.parameters());
      assertSameFigures(one.epochs(), other.epochs());
    }
  }

  @Test
  void withoutShufflingSamplesComeInFileOrderAndWithoutValidationThereIsNone() {
    TrainingSpec config =
        config()
            .epochs(1)
            .learningRate(0.01f)
            .schedule(LearningRateSchedule.constant())
            .shuffle(false)
            .validation(Validation.none())
            .batchSize(200)
            .build();
    try (Network network = problem.network(TinyProblem.PLAIN);
        Network byHand = problem.network(TinyProblem.PLAIN);
        ResidentDataset data = problem.engine().upload(DATA)) {
      EpochRecord record = new Trainer(config).fit(network, data).epochs().get(0);
      byHand.train(
          data,
          new TrainingSlice(
              Shuffle.fileOrder(103),
              0,
              103,
              200,
              new float[] {record.learningRate()},
              config.optimizer(),
              new float[0]));
      assertArrayEquals(byHand.parameters(), network.parameters());
      assertTrue(Double.isNaN(record.valLoss()) && Double.isNaN(record.valAccuracy()));
      assertEquals(0, record.validationSeconds());
    }
  }

  /** A weight of 2 throughout doubles every loss of the first step; val_loss knows no weights. */
  @Test
  void classWeightsScaleTheTrainingLossAlone() {
    SpecBuilder oneStep =
        config()
            .epochs(1)
            .batchSize(200)
            .learningRate(1e-30f)
            .schedule(LearningRateSchedule.constant());
    try (Network network = problem.network(TinyProblem.PLAIN)) {
      EpochRecord plain = new Trainer(oneStep.build()).fit(network, DATA).epochs().get(0);
      EpochRecord doubled =
          new Trainer(oneStep.classWeights(ClassWeights.of(2f, 2f, 2f)).build())
              .fit(network, DATA)
              .epochs()
              .get(0);
      assertEquals(2 * plain.loss(), doubled.loss(), 1e-6 * plain.loss());
      assertEquals(plain.valLoss(), doubled.valLoss());
    }
  }

  @Test
  void linearOutputsHaveNoAccuracy() {
    Dataset table =
        Dataset.ofValues(TinyProblem.values(10), 4).withTargets(TinyProblem.values(5), 2);
    Architecture architecture = Architecture.inputs(4).output(2, Loss.MEAN_SQUARED_ERROR);
    try (Network network = problem.network(architecture)) {
      TrainingSpec config =
          config().network(architecture).validation(Validation.fraction(0.3)).build();
      EpochRecord record = new Trainer(config).fit(network, table).epochs().get(3);
      assertTrue(Double.isNaN(record.accuracy()) && Double.isNaN(record.valAccuracy()));
      assertTrue(Double.isFinite(record.loss()) && Double.isFinite(record.valLoss()));
    }
  }

  @Test
  void aLearningRateFarTooHighIsStopped() {
    TrainingSpec config =
        config().learningRate(Float.MAX_VALUE).schedule(LearningRateSchedule.constant()).build();
    try (Network network = problem.network(TinyProblem.PLAIN)) {
      History history = new Trainer(config, new DivergenceStop()).fit(network, DATA);
      assertTrue(history.epochs().size() < 2);
      String reason = history.stopReason().orElseThrow().words();
      assertTrue(reason.startsWith("diverged: the loss is "), reason);
      assertTrue(reason.contains("where the learning rate is 3.4"), reason);
      assertTrue(reason.contains("lower learning rate"), reason);
    }
  }

  @ParameterizedTest
  @CsvSource({"20, diverged: val_loss is ", "0, diverged: the loss is "})
  void anEpochWhoseLastStepRuinsTheNetworkIsNotInTheHistory(int validated, String said) {
    // One step an epoch: its loss is taken before the update, and only what follows sees the ruin.
    TrainingSpec config =
        config()
            .validation(validated == 0 ? Validation.none() : Validation.last(validated))
            .batchSize(DATA.size())
            .learningRate(Float.MAX_VALUE)
            .schedule(LearningRateSchedule.constant())
            .build();
    List<Integer> ended = new ArrayList<>();
    TrainingListener counter =
        new TrainingListener() {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            ended.add(record.epoch());
          }
        };
    try (Network network = problem.network(TinyProblem.PLAIN)) {
      History history = new Trainer(config, counter, new DivergenceStop()).fit(network, DATA);
      assertEquals(List.of(), history.epochs());
      assertEquals(List.of(), ended);
      assertTrue(history.interrupted());
      String reason = history.stopReason().orElseThrow().words();
      assertTrue(reason.startsWith(said), reason);
      assertTrue(
          reason.contains("after epoch 1 by step 1, where the learning rate is 3.4"), reason);
    }
  }

  /** What is minus infinite before a ReLU is 0 behind it, and no loss tells. */
  @Test
  void parametersThatAreNoNumbersEndItThoughEveryLossIsOne() {
    TrainingListener ruin =
        new TrainingListener() {
          @Override
          public void progress(TrainingRun run, Progress progress) {
            if (progress.epoch() == 2 && progress.step() == progress.stepsPerEpoch()) {
              float[] parameters = run.network().parameters();
              parameters[20] = Float.NEGATIVE_INFINITY;
              run.network().parameters(parameters);
            }
          }
        };
    try (Network network = problem.network(TinyProblem.PLAIN)) {
      History history =
          new Trainer(config().build(), ruin, new DivergenceStop()).fit(network, DATA);
      assertEquals(1, history.epochs().size());
      String reason = history.stopReason().orElseThrow().words();
      assertTrue(
          reason.startsWith(
              "diverged: tensor dense0.bias is minus infinite at [0] after epoch 2 by step 11"),
          reason);
    }
  }

  @Test
  void argumentsThatDoNotFitAreRefusedBeforeAnythingHappens() {
    Trainer trainer = new Trainer(config().build());
    Dataset wide = Dataset.ofValues(TinyProblem.values(50), 5);
    try (Network network = problem.network(TinyProblem.PLAIN)) {
      assertThrows(IllegalArgumentException.class, () -> trainer.fit(network, wide));
      assertEquals(0, network.adamState().step());
    }
  }
}
