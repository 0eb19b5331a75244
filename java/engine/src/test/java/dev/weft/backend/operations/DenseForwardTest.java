package dev.weft.backend.operations;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Closeness;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@BackendContract
final class DenseForwardTest {
  private final Operations operations;

  DenseForwardTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("dev.weft.backend.operations.Sizes#layers")
  void addsTheProductToTheBias(int in, int out) {
    for (int batch : Sizes.BATCHES) {
      Noise noise = new Noise(1000L * in + out);
      float[] x = noise.normal(batch * in, 1);
      float[] kernel = noise.normal(in * out, 0.3);
      float[] bias = noise.normal(out, 1);
      check(batch, in, out, x, kernel, bias);
    }
  }

  @Test
  void zeroKernelsGiveTheBias() {
    check(3, 17, 5, new Noise(1).normal(51, 1), new float[85], new Noise(2).normal(5, 1));
  }

  private void check(int batch, int in, int out, float[] x, float[] kernel, float[] bias) {
    float[] z = new float[batch * out];
    Arrays.fill(z, Float.NaN);
    operations.denseForward(batch, in, out, x, kernel, bias, z);
    Products expected =
        Products.of(batch, in, out, Products.matrix(x, in), Products.matrix(kernel, out), bias);
    String what = "z of " + batch + " x " + in + " x " + out;
    Closeness.assertElements(what, expected.values(), z, expected.tolerances());
  }
}
