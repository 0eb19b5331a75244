package dev.weft.backend.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Closeness;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.backend.reference.FiniteDifferences;
import dev.weft.backend.reference.Float64;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@BackendContract
final class DenseBackwardTest {
  private static final float[] NO_BIAS = {};

  private final Operations operations;

  DenseBackwardTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  /** Operands of one layer, and the results of the backend. */
  private final class Layer {
    final int batch;
    final int in;
    final int out;
    final float[] x;
    final float[] kernel;
    final float[] dz;
    final float[] dx;
    final float[] dKernel;
    final float[] dBias;

    Layer(int batch, int in, int out) {
      Noise noise = new Noise(1000L * in + out);
      this.batch = batch;
      this.in = in;
      this.out = out;
      x = noise.normal(batch * in, 1);
      kernel = noise.normal(in * out, 0.3);
      dz = noise.normal(batch * out, 0.1);
      dx = unset(batch * in);
      dKernel = unset(in * out);
      dBias = unset(out);
      operations.denseBackward(batch, in, out, x, kernel, dz, dx, dKernel, dBias);
    }

    String name(String result) {
      return result + " of " + batch + " x " + in + " x " + out;
    }

    /** The number whose gradients these are: the sum of dz z. */
    double objective(double[] x, double[] kernel, double[] bias) {
      double sum = 0;
      for (int row = 0; row < batch; row++) {
        for (int o = 0; o < out; o++) {
          double z = bias[o];
          for (int i = 0; i < in; i++) {
            z += x[row * in + i] * kernel[i * out + o];
          }
          sum += dz[row * out + o] * z;
        }
      }
      return sum;
    }
  }

  private static float[] unset(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("dev.weft.backend.operations.Sizes#layers")
  void multipliesByTheTransposes(int in, int out) {
    for (int batch : Sizes.BATCHES) {
      Layer l = new Layer(batch, in, out);
      float[] ones = new float[batch];
      Arrays.fill(ones, 1);
      Products.Matrix dz = Products.matrix(l.dz, out);
      assertNear(
          l.name("dx"),
          Products.of(batch, out, in, dz, Products.transposed(l.kernel, out), NO_BIAS),
          l.dx);
      assertNear(
          l.name("dKernel"),
          Products.of(in, batch, out, Products.transposed(l.x, in), dz, NO_BIAS),
          l.dKernel);
      assertNear(
          l.name("dBias"),
          Products.of(1, batch, out, Products.matrix(ones, batch), dz, NO_BIAS),
          l.dBias);
    }
  }

  private static void assertNear(String what, Products expected, float[] actual) {
    Closeness.assertElements(what, expected.values(), actual, expected.tolerances());
  }

  @ParameterizedTest(name = "batch {0}, {1} to {2}")
  @CsvSource({"1,1,1", "1,7,10", "33,7,1", "31,16,17", "32,33,10"})
  void isTheGradientOfForward(int batch, int in, int out) {
    Layer l = new Layer(batch, in, out);
    double[] x = Float64.widen(l.x);
    double[] kernel = Float64.widen(l.kernel);
    double[] bias = new double[out];
    assertGradient(l.name("dx"), at -> l.objective(at, kernel, bias), x, l.dx, out);
    assertGradient(l.name("dKernel"), at -> l.objective(x, at, bias), kernel, l.dKernel, batch);
    assertGradient(l.name("dBias"), at -> l.objective(x, kernel, at), bias, l.dBias, batch);
  }

  /** Sums of {@code terms} products, each at most about 1: one rounding each. */
  private static void assertGradient(
      String what, ToDoubleFunction<double[]> f, double[] at, float[] actual, int terms) {
    double[] expected = new double[at.length];
    double[] tolerance = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      expected[i] = FiniteDifferences.partial(f, at, i);
      tolerance[i] = FiniteDifferences.ERROR + terms * Closeness.ROUNDING;
    }
    Closeness.assertElements(what, expected, actual, tolerance);
  }

  @Test
  void anEmptyDxIsNotComputed() {
    Layer whole = new Layer(31, 17, 10);
    float[] dKernel = unset(170);
    float[] dBias = unset(10);
    operations.denseBackward(
        31, 17, 10, whole.x, whole.kernel, whole.dz, new float[0], dKernel, dBias);
    assertArrayEquals(whole.dKernel, dKernel);
    assertArrayEquals(whole.dBias, dBias);
  }
}
