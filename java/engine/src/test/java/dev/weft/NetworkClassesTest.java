package dev.weft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import org.junit.jupiter.api.Test;

class NetworkClassesTest {
  @Test
  void theMostProbableClassIsPredictedAndTheFirstOfEquals() {
    Architecture softmax = Architecture.inputs(2).output(3, Loss.SOFTMAX_CROSS_ENTROPY);
    float[] outputs = {0.1f, 0.2f, 0.7f, 0.4f, 0.4f, 0.2f, 0.2f, 0.4f, 0.4f};
    assertArrayEquals(new int[] {2, 0, 1}, Network.classes(softmax, outputs));
  }

  @Test
  void oneSigmoidPredictsClassOneAboveOneHalf() {
    Architecture sigmoid = Architecture.inputs(2).output(1, Loss.SIGMOID_CROSS_ENTROPY);
    float[] outputs = {0.5f, Math.nextUp(0.5f), 0f, 1f};
    assertArrayEquals(new int[] {0, 1, 0, 1}, Network.classes(sigmoid, outputs));
  }

  @Test
  void outputsThatAreNoClassesAreRefused() {
    Architecture linear = Architecture.inputs(2).output(2, Loss.MEAN_SQUARED_ERROR);
    Architecture sigmoids = Architecture.inputs(2).output(2, Loss.SIGMOID_CROSS_ENTROPY);
    float[] outputs = {1, 2};
    assertThrows(IllegalStateException.class, () -> Network.classes(linear, outputs));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> Network.classes(sigmoids, outputs));
    assertTrue(e.getMessage().contains("2 sigmoid outputs"), e.getMessage());
  }
}
