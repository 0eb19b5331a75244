package dev.weft.backend.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BackendContract
final class DropoutTest {
  private static final long SEED = 0x1234_5678_9abc_def0L;

  private final Operations operations;

  DropoutTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  private float[] dropout(float rate, long seed, int layer, int step, float[] x) {
    float[] y = new float[x.length];
    Arrays.fill(y, Float.NaN);
    operations.dropout(rate, seed, layer, step, x, y);
    return y;
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.2f, 0.5f, 0.9f})
  void dropsTheRateAndScalesTheRest(float rate) {
    int count = 200_000;
    float[] y = dropout(rate, SEED, 1, 1, ones(count));
    float kept = 1 / (1 - rate);
    int dropped = 0;
    for (float value : y) {
      assertTrue(value == 0 || value == kept, "an element is " + value);
      dropped += value == 0 ? 1 : 0;
    }
    // Four standard deviations of the binomial distribution.
    assertEquals(rate * count, dropped, 4 * Math.sqrt(count * rate * (1 - rate)));
  }

  @Test
  void rateZeroChangesNothing() {
    float[] x = new Noise(1).normal(33, 1);
    assertArrayEquals(x, dropout(0, SEED, 0, 0, x));
  }

  @Test
  void aMaskBelongsToSeedLayerAndStep() {
    float[] x = new Noise(2).normal(1000, 1);
    float[] mask = dropout(0.5f, SEED, 1, 2, x);
    assertArrayEquals(mask, dropout(0.5f, SEED, 1, 2, x));
    assertFalse(Arrays.equals(mask, dropout(0.5f, SEED + 1, 1, 2, x)), "seed");
    assertFalse(Arrays.equals(mask, dropout(0.5f, SEED ^ (1L << 40), 1, 2, x)), "high seed bits");
    assertFalse(Arrays.equals(mask, dropout(0.5f, SEED, 2, 2, x)), "layer");
    assertFalse(Arrays.equals(mask, dropout(0.5f, SEED, 1, 3, x)), "step");
  }

  @Test
  void masksOfAStepAreIndependentOfEachOther() {
    int count = 100_000;
    float[] one = dropout(0.5f, SEED, 0, 0, ones(count));
    float[] other = dropout(0.5f, SEED, 0, 1, ones(count));
    int both = 0;
    for (int i = 0; i < count; i++) {
      both += one[i] == 0 && other[i] == 0 ? 1 : 0;
    }
    assertEquals(0.25 * count, both, 4 * Math.sqrt(count * 0.25 * 0.75));
  }

  @Test
  void anElementsMaskDoesNotDependOnTheOthers() {
    float[] x = new Noise(3).normal(70_001, 1);
    float[] whole = dropout(0.3f, SEED, 0, 9, x);
    for (int count : new int[] {1, 3, 4, 5, 31, 33, 32_785}) {
      assertArrayEquals(
          Arrays.copyOf(whole, count), dropout(0.3f, SEED, 0, 9, Arrays.copyOf(x, count)));
    }
  }

  @Test
  void theGradientPassesWhereTheValueDid() {
    float[] y = dropout(0.4f, SEED, 3, 77, ones(500));
    float[] gradient = new Noise(4).uniform(500, 1, 2);
    float[] back = dropout(0.4f, SEED, 3, 77, gradient);
    for (int i = 0; i < y.length; i++) {
      assertEquals(y[i] * gradient[i], back[i]);
    }
  }
}
