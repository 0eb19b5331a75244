package dev.weft.benchmarks;

import dev.weft.backend.BackendContext;
import dev.weft.backend.Backends;
import dev.weft.backend.Operations;
import java.util.Arrays;

/** A dense layer's arrays: x [batch, in], kernel [in, out], z and dz [batch, out]. */
final class DenseOperands {
  private final int batch;
  private final int in;
  private final int out;
  private final float[] x;
  private final float[] kernel;
  private final float[] bias;
  private final float[] z;
  private final float[] dz;
  private final float[] dx;
  private final float[] dKernel;
  private final float[] dBias;

  private DenseOperands(int batch, int in, int out) {
    this.batch = batch;
    this.in = in;
    this.out = out;
    this.x = Operands.pixels(batch * in);
    this.kernel = Operands.uniform(in * out, Math.sqrt(6.0 / (in + out)));
    this.bias = Operands.uniform(out, 0.1);
    this.z = new float[batch * out];
    this.dz = Operands.uniform(batch * out, 1.0 / batch);
    this.dx = new float[batch * in];
    this.dKernel = new float[in * out];
    this.dBias = new float[out];
  }

  /** Of a shape such as {@code 32x784x10}: batch, inputs, outputs. */
  static DenseOperands parse(String shape) {
    requireShape(shape);
    int[] sizes = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    return new DenseOperands(sizes[0], sizes[1], sizes[2]);
  }

  /**
   * Checks the text of a shape.
   *
   * @throws IllegalArgumentException where it is none
   */
  static void requireShape(String shape) {
    if (!shape.matches("[1-9][0-9]{0,5}x[1-9][0-9]{0,5}x[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(
          "'" + shape + "' is not a shape: expected batch, inputs and outputs such as 32x784x32");
    }
  }

  /** Computes and returns z. */
  float[] forward(Operations operations) {
    operations.denseForward(batch, in, out, x, kernel, bias, z);
    return z;
  }

  /** Computes all three gradients and returns the kernel's. */
  float[] backward(Operations operations) {
    operations.denseBackward(batch, in, out, x, kernel, dz, dx, dKernel, dBias);
    return dKernel;
  }

  void requireSameAsPlainJava(Operations operations) {
    try (BackendContext plain = Backends.open("java", 1)) {
      float[] expected = forward(plain.operations()).clone();
      Operands.requireClose("z", expected, forward(operations));
      float[] expectedKernel = backward(plain.operations()).clone();
      float[] expectedInput = dx.clone();
      float[] expectedBias = dBias.clone();
      Operands.requireClose("dKernel", expectedKernel, backward(operations));
      Operands.requireClose("dx", expectedInput, dx);
      Operands.requireClose("dBias", expectedBias, dBias);
    }
  }
}
