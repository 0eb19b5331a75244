package dev.weft.runs.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.train.TrainingConfig;
import dev.weft.train.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelPlanTest {
  private static final Dataset DATA =
      Dataset.ofPixels(new byte[12], 1)
          .withLabels(new int[] {0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1}, List.of("a", "b"));

  private static ModelPlan plan(ClassWeighting weights, ValidationSize validation) {
    ModelPlan base = Recipe.reference().binary();
    return new ModelPlan(
        Task.BINARY,
        new NetworkPlan(List.of(1, 1), Activation.RELU, Map.of(), Loss.SIGMOID_CROSS_ENTROPY),
        3,
        4,
        0.01f,
        new Schedule.Step(0.5f, 1),
        base.optimizer(),
        validation,
        base.patience(),
        weights,
        false,
        17);
  }

  @Test
  void becomesTheTrainersConfiguration() {
    TrainingConfig config =
        plan(new ClassWeighting.None(), new ValidationSize.Samples(4)).config(DATA);
    assertEquals(3, config.epochs());
    assertEquals(4, config.batchSize());
    assertEquals(Validation.last(4), config.validation());
    assertEquals(17, config.shuffleSeed());
    assertEquals(List.of(), config.classWeights());
    assertEquals(0.005f, config.learningRate().at(1, 1, 3));
  }

  @Test
  void balancedWeightsCountOnlyWhatTrains() {
    TrainingConfig config =
        plan(new ClassWeighting.Balanced(), new ValidationSize.Samples(4)).config(DATA);
    // Of the first 8 samples 6 are of class a and 2 of class b: 8 / (2 * 6) and 8 / (2 * 2).
    assertEquals(List.of(8f / 12, 2f), config.classWeights());
  }

  @Test
  void aClassWithoutTrainingSamplesHasNoBalancedWeight() {
    ModelPlan plan = plan(new ClassWeighting.Balanced(), new ValidationSize.Samples(7));
    IllegalArgumentException problem =
        assertThrows(IllegalArgumentException.class, () -> plan.config(DATA));
    assertTrue(problem.getMessage().contains("'b'"), problem.getMessage());
  }

  @Test
  void validationMustLeaveSomething() {
    ModelPlan all = plan(new ClassWeighting.None(), new ValidationSize.Samples(12));
    assertThrows(IllegalArgumentException.class, () -> all.config(DATA));
  }

  @Test
  void fractionsRoundAsTheTrainerDoes() {
    assertEquals(3, new ValidationSize.Fraction(0.2).of(12));
    assertEquals(12_000, new ValidationSize.Fraction(0.2).of(60_000));
  }

  @Test
  void dropoutStandsBehindTheLayerThatItNames() {
    NetworkPlan network =
        new NetworkPlan(
            List.of(4, 3, 2, 1),
            Activation.TANH,
            Map.of(0, 0.1f, 2, 0.3f),
            Loss.MEAN_SQUARED_ERROR);
    float[] rates = network.architecture().inputDropout();
    assertEquals(0.1f, rates[0]);
    assertEquals(0f, rates[1]);
    assertEquals(0.3f, rates[2]);
  }
}
