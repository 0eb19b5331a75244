package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  private static final Dataset DATA =
      Dataset.ofPixels(new byte[12], 1)
          .withLabels(new int[] {0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1}, List.of("a", "b"));

  private static TrainingSpec spec(int validation) {
    return TrainingSpec.builder(Architecture.inputs(1).output(1, Loss.SIGMOID_CROSS_ENTROPY))
        .validation(Validation.last(validation))
        .classWeights(ClassWeights.balanced())
        .build();
  }

  @Test
  void balancedWeightsCountOnlyWhatTrains() {
    // Of the first 8 samples 6 are of class a and 2 of class b: 8 / (2 * 6) and 8 / (2 * 2).
    Dataset trained = DATA.range(0, spec(4).trainSamples(DATA.size()));
    assertEquals(List.of(8f / 12, 2f), spec(4).classWeights().of(trained));
  }

  @Test
  void aClassWithoutTrainingSamplesHasNoBalancedWeight() {
    SpecException problem = assertThrows(SpecException.class, () -> spec(7).requireFits(DATA));
    assertTrue(problem.getMessage().contains("'b'"), problem.getMessage());
  }

  @Test
  void validationMustLeaveSomething() {
    SpecException problem = assertThrows(SpecException.class, () -> spec(12).requireFits(DATA));
    assertTrue(problem.getMessage().contains("leaves nothing to train on"), problem.getMessage());
  }

  @Test
  void weightsNeedLabels() {
    Dataset unlabelled = Dataset.ofPixels(new byte[12], 1);
    assertThrows(SpecException.class, () -> spec(2).requireFits(unlabelled));
  }
}
