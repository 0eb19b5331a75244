package dev.weft.backend.operations;

import static dev.weft.backend.Closeness.FLUSHED;
import static dev.weft.backend.Closeness.ROUNDING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Closeness;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.backend.reference.FiniteDifferences;
import dev.weft.backend.reference.Float64;
import dev.weft.nn.Activation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@BackendContract
final class ActivationTest {
  /** Where implementations change their formula, saturate, or would overflow. */
  private static final float[] SPECIAL = {
    0f, -0f, 1e-6f, -1e-6f, 0.6249f, -0.6251f, 3.999f, -4.001f, 9f, -9f, 20f, -20f, 86f, -87.3f,
    88f, -88.8f, 104f, -104f, 1e4f, -1e4f
  };

  /** The exponential, a division and what surrounds them: 2 to 3 ulp, of two roundings each. */
  private static final double FEW_ROUNDINGS = 8;

  private final Operations operations;

  ActivationTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  private static float[] inputs() {
    float[] z = Arrays.copyOf(SPECIAL, SPECIAL.length + 301);
    float[] noise = new Noise(5).normal(301, 3);
    System.arraycopy(noise, 0, z, SPECIAL.length, noise.length);
    return z;
  }

  private float[] forward(Activation activation, float[] z) {
    float[] y = new float[z.length];
    Arrays.fill(y, Float.NaN);
    operations.activationForward(activation, z, y);
    return y;
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Activation#KINDS")
  void forwardIsTheFunction(Activation activation) {
    float[] z = inputs();
    double[] expected = new double[z.length];
    double[] tolerance = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      expected[i] = Float64.activation(activation, z[i]);
      // GELU's tail is exp(-z^2/2): the rounding of its argument is multiplied by z^2.
      double roundings = FEW_ROUNDINGS + (activation == Activation.GELU ? z[i] * z[i] : 0);
      tolerance[i] = roundings * ROUNDING * Math.abs(expected[i]) + FLUSHED;
    }
    Closeness.assertElements("y", expected, forward(activation, z), tolerance);
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Activation#KINDS")
  void backwardIsTheGradient(Activation activation) {
    float[] z = withoutKink(activation, inputs());
    float[] dy = new Noise(6).normal(z.length, 1);
    float[] dz = new float[z.length];
    operations.activationBackward(activation, z, forward(activation, z), dy, dz);
    double[] expected = new double[z.length];
    double[] tolerance = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      expected[i] =
          dy[i] * FiniteDifferences.derivative(at -> Float64.activation(activation, at), z[i]);
      // The slope is made of the rounded y, as 1 - y for one, and so has its absolute error.
      double ofDifferences = FiniteDifferences.ERROR * Math.max(1, Math.abs(z[i]) / 100);
      tolerance[i] = Math.abs(dy[i]) * (FEW_ROUNDINGS * ROUNDING + ofDifferences);
    }
    Closeness.assertElements("dz", expected, dz, tolerance);
  }

  /** A finite difference across the kink of a ReLU is no derivative; zeros have their own test. */
  private static float[] withoutKink(Activation activation, float[] z) {
    if (activation.name().endsWith("relu")) {
      for (int i = 0; i < z.length; i++) {
        z[i] = Math.abs(z[i]) < 0.001f ? 0.5f : z[i];
      }
    }
    return z;
  }

  @Test
  void reluHasNoGradientAtZero() {
    float[] z = {0f, -0f};
    float[] dz = {7, 7};
    operations.activationBackward(
        Activation.RELU, z, forward(Activation.RELU, z), new float[] {1, 1}, dz);
    assertArrayEquals(new float[] {0, 0}, dz);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, 0.999f})
  void leakyReluHasItsSlopeUpToZero(float slope) {
    float[] z = {0f, -0f, -1e-30f, -2, 1e-30f};
    float[] y = forward(new Activation.LeakyRelu(slope), z);
    float[] dz = new float[5];
    operations.activationBackward(
        new Activation.LeakyRelu(slope), z, y, new float[] {7, 7, 7, 7, 7}, dz);
    assertArrayEquals(new float[] {7 * slope, 7 * slope, 7 * slope, 7 * slope, 7}, dz);
    assertEquals(-2 * slope, y[3]);
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Activation#KINDS")
  void nanStaysNan(Activation activation) {
    float[] y = forward(activation, new float[] {1, Float.NaN, 1});
    assertTrue(Float.isNaN(y[1]), "a divergence must not look like a number: " + y[1]);
    assertEquals(y[0], y[2]);
  }

  @ParameterizedTest
  @FieldSource("dev.weft.nn.Activation#KINDS")
  void hugeInputsSaturate(Activation activation) {
    float[] y = forward(activation, new float[] {1e30f, -1e30f});
    float above =
        switch (activation.name()) {
          case "sigmoid", "tanh" -> 1;
          default -> 1e30f;
        };
    float below =
        switch (activation.name()) {
          case "linear" -> -1e30f;
          case "tanh" -> -1;
          case "leaky_relu" -> -1e30f * activation.parameter().orElseThrow();
          default -> 0;
        };
    assertEquals(above, y[0]);
    assertEquals(below, y[1], 0f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh", "relu"})
  void infinityIsTheLimit(Activation activation) {
    float[] y = forward(activation, new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY});
    assertEquals(activation == Activation.RELU ? Float.POSITIVE_INFINITY : 1, y[0]);
    assertEquals(activation == Activation.TANH ? -1 : 0, y[1]);
  }
}
