package dev.weft.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GlorotUniformTest {
  private static final long SEED = 42;

  private static final Architecture NETWORK =
      Architecture.inputs(784)
          .dense(32, Activation.RELU)
          .dense(32, Activation.RELU)
          .output(10, Loss.SOFTMAX_CROSS_ENTROPY);

  private static float[] tensor(float[] flat, String name) {
    TensorSpec spec =
        NETWORK.tensors().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    return Arrays.copyOfRange(flat, spec.offset(), spec.offset() + spec.length());
  }

  @Test
  void kernelsFillTheirRangeEvenly() {
    float[] parameters = GlorotUniform.parameters(NETWORK, SEED);
    for (int layer = 0; layer < 3; layer++) {
      float[] kernel = tensor(parameters, "dense" + layer + ".kernel");
      double limit =
          Math.sqrt(6.0 / (NETWORK.widths().get(layer) + NETWORK.widths().get(layer + 1)));
      double[] wide = IntStream.range(0, kernel.length).mapToDouble(i -> kernel[i]).toArray();
      assertTrue(Arrays.stream(wide).allMatch(w -> Math.abs(w) <= limit + 1e-7));
      assertTrue(Arrays.stream(wide).max().orElseThrow() > 0.95 * limit);
      assertTrue(Arrays.stream(wide).min().orElseThrow() < -0.95 * limit);
      // Four standard errors of the mean, and of the variance limit^2 / 3.
      double mean = Arrays.stream(wide).average().orElseThrow();
      assertEquals(0, mean, 4 * limit / Math.sqrt(3.0 * kernel.length));
      double variance = Arrays.stream(wide).map(w -> w * w).average().orElseThrow();
      assertEquals(
          limit * limit / 3, variance, 4 * limit * limit * Math.sqrt(4 / 45.0 / kernel.length));
    }
  }

  @Test
  void biasesAreZero() {
    float[] parameters = GlorotUniform.parameters(NETWORK, SEED);
    assertArrayEquals(new float[32], tensor(parameters, "dense0.bias"));
    assertArrayEquals(new float[32], tensor(parameters, "dense1.bias"));
    assertArrayEquals(new float[10], tensor(parameters, "dense2.bias"));
  }

  @Test
  void aSeedIsAStart() {
    float[] parameters = GlorotUniform.parameters(NETWORK, SEED);
    assertArrayEquals(parameters, GlorotUniform.parameters(NETWORK, SEED));
    assertFalse(Arrays.equals(parameters, GlorotUniform.parameters(NETWORK, SEED + 1)));
    assertFalse(Arrays.equals(parameters, GlorotUniform.parameters(NETWORK, SEED ^ (1L << 40))));
  }

  @Test
  void layersAreDrawnApart() {
    Architecture twins =
        Architecture.inputs(16).dense(16, Activation.RELU).output(16, Loss.MEAN_SQUARED_ERROR);
    float[] parameters = GlorotUniform.parameters(twins, SEED);
    assertFalse(
        Arrays.equals(parameters, 0, 256, parameters, 272, 528), "both kernels are the same");
  }

  @Test
  void dropoutAndActivationDoNotChangeTheStart() {
    Architecture other =
        Architecture.inputs(784)
            .dense(32, Activation.GELU)
            .dropout(0.2f)
            .dense(32, Activation.TANH)
            .output(10, Loss.SOFTMAX_CROSS_ENTROPY);
    assertArrayEquals(
        GlorotUniform.parameters(NETWORK, SEED), GlorotUniform.parameters(other, SEED));
  }
}
