package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTest {
  private static final Dataset DATA = TinyProblem.data(100);
  private static final Architecture REGRESSION =
      Architecture.inputs(4).output(2, Loss.MEAN_SQUARED_ERROR);

  private static TrainingPlan plan(SpecBuilder config) {
    return TrainingPlan.of(config.build(), TinyProblem.PLAIN, DATA, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "32, 4", "33, 4", "34, 3", "50, 2", "99, 2", "100, 1", "1000000, 1"})
  void theLastPartialBatchCounts(int batchSize, int steps) {
    TrainingPlan plan =
        plan(TrainingSpec.builder(TinyProblem.PLAIN).batchSize(batchSize).epochs(3));
    assertEquals(steps, plan.stepsPerEpoch());
    assertEquals(3L * steps, plan.totalSteps());
    assertEquals(100, plan.endOf(steps));
  }

  @Test
  void splitsTakeTheLastSamples() {
    TrainingPlan last =
        plan(TrainingSpec.builder(TinyProblem.PLAIN).validation(Validation.last(30)));
    assertEquals(70, last.trainSamples());
    assertEquals(30, last.validationSamples());
    TrainingPlan held =
        TrainingPlan.of(
            TrainingSpec.builder(TinyProblem.PLAIN).build(),
            TinyProblem.PLAIN,
            DATA,
            Optional.of(DATA));
    assertEquals(100, held.trainSamples());
    assertEquals(100, held.validationSamples());
  }

  /** Keras trains on the first int(n * (1 - fraction)) samples. */
  @ParameterizedTest
  @CsvSource({"0.2, 80", "0.155, 84", "0.99, 1", "0.001, 99"})
  void fractionsAreRoundedAsKerasDoes(double fraction, int training) {
    TrainingPlan plan =
        plan(TrainingSpec.builder(TinyProblem.PLAIN).validation(Validation.fraction(fraction)));
    assertEquals(training, plan.trainSamples());
    assertEquals(100 - training, plan.validationSamples());
  }

  @Test
  void ordersAreOfTheTrainingSamplesAlone() {
    TrainingSpec config =
        TrainingSpec.builder(TinyProblem.PLAIN)
            .validation(Validation.last(97))
            .shuffle(false)
            .build();
    TrainingPlan plan = TrainingPlan.of(config, TinyProblem.PLAIN, DATA, Optional.empty());
    assertArrayEquals(new int[] {0, 1, 2}, plan.order(config, 5));
  }

  @Test
  void ratesGoOnFromEpochToEpoch() {
    TrainingSpec config =
        TrainingSpec.builder(TinyProblem.PLAIN)
            .epochs(2)
            .batchSize(50)
            .learningRate(0.3f)
            .schedule(LearningRateSchedule.cosine(1, 0.1f))
            .build();
    TrainingPlan plan = TrainingPlan.of(config, TinyProblem.PLAIN, DATA, Optional.empty());
    assertArrayEquals(new float[] {0.1f, 0.2f}, plan.learningRates(config, 0, 0, 2));
    assertArrayEquals(new float[] {0.3f, 0.1f}, plan.learningRates(config, 1, 0, 2));
    assertArrayEquals(new float[] {0.1f}, plan.learningRates(config, 1, 1, 1));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Dataset unlabelled = Dataset.ofValues(TinyProblem.values(5), 4);
    Dataset wide = Dataset.ofValues(TinyProblem.values(5), 5);
    Dataset twoClasses = unlabelled.withLabels(new int[5], List.of("a", "b"));
    assertMessage("no samples to train on", TinyProblem.PLAIN, DATA.range(0, 0));
    assertMessage("4 features a sample, the data set has 5", TinyProblem.PLAIN, wide);
    assertMessage("neither labels nor targets", TinyProblem.PLAIN, unlabelled);
    assertMessage("3 classes apart, the data set has 2", TinyProblem.PLAIN, twoClasses);
    assertMessage("needs rows of targets", REGRESSION, DATA);
  }

  @Test
  void targetsOutOfRangeAreRefused() {
    Dataset samples = Dataset.ofValues(TinyProblem.values(2), 4);
    float[] targets = {0, 1, 0.5f, 2};
    Architecture sigmoids = Architecture.inputs(4).output(2, Loss.SIGMOID_CROSS_ENTROPY);
    assertMessage(
        "target 1 of sample 1 is 2.0, expected a number from 0 to 1",
        sigmoids,
        samples.withTargets(targets, 2));
    assertEquals(
        2,
        TrainingPlan.of(
                TrainingSpec.builder(REGRESSION).build(),
                REGRESSION,
                samples.withTargets(targets, 2),
                Optional.empty())
            .trainSamples());
    assertMessage(
        "target 0 of sample 0 is NaN, expected a finite number",
        REGRESSION,
        samples.withTargets(new float[] {Float.NaN, 0, 0, 0}, 2));
  }

  @Test
  void validationThatDoesNotFitIsRefused() {
    assertMessage(
        "validation split of 100",
        TrainingSpec.builder(TinyProblem.PLAIN).validation(Validation.last(100)),
        DATA);
    assertMessage(
        "of 1 samples",
        TrainingSpec.builder(TinyProblem.PLAIN).validation(Validation.fraction(0.5)),
        DATA.range(0, 1));
    assertInvalid("no samples in the validation set", Validation.none(), DATA.range(0, 0));
    Dataset wide = Dataset.ofValues(TinyProblem.values(5), 5);
    assertInvalid(
        "validation set does not fit: the network takes 4 features", Validation.none(), wide);
    assertInvalid("leave one of them out", Validation.last(3), DATA);
  }

  private static void assertInvalid(String part, Validation split, Dataset validation) {
    TrainingSpec spec = TrainingSpec.builder(TinyProblem.PLAIN).validation(split).build();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TrainingPlan.of(spec, TinyProblem.PLAIN, DATA, Optional.of(validation)));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void theNetworkIsThatOfTheSpecification() {
    TrainingSpec spec = TrainingSpec.builder(REGRESSION).build();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TrainingPlan.of(spec, TinyProblem.PLAIN, DATA, Optional.empty()));
    assertTrue(e.getMessage().contains("not the one of the specification"), e.getMessage());
  }

  @Test
  void classWeightsMustBeOneAClass() {
    assertMessage(
        "names 2 weights, but there are 3 classes",
        TrainingSpec.builder(TinyProblem.PLAIN).classWeights(ClassWeights.of(1f, 2f)),
        DATA);
  }

  private static void assertMessage(String part, Architecture architecture, Dataset data) {
    TrainingSpec config = TrainingSpec.builder(architecture).build();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TrainingPlan.of(config, architecture, data, Optional.empty()));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private static void assertMessage(String part, SpecBuilder config, Dataset data) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TrainingPlan.of(config.build(), TinyProblem.PLAIN, data, Optional.empty()));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
