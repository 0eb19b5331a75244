package dev.weft.backend.operations;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Closeness;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Products that are large enough for a vendor's library, where a backend has one: OpenBLAS on the
 * CPU, cuBLAS on a GPU. All of a row in a hundred is compared, which has part in every tile of
 * columns.
 */
@BackendContract
final class WideProductsTest {
  private static final int BATCH = 515;
  private static final int IN = 259;
  private static final int OUT = 517;
  private static final int EVERY = 103;
  private static final float[] NO_BIAS = {};

  private final Operations operations;

  WideProductsTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  @Test
  void areThoseOfFloat64() {
    Noise noise = new Noise(1);
    float[] x = noise.normal(BATCH * IN, 1);
    float[] kernel = noise.normal(IN * OUT, 0.3);
    float[] bias = noise.normal(OUT, 1);
    float[] dz = noise.normal(BATCH * OUT, 0.1);
    float[] ones = new float[BATCH];
    Arrays.fill(ones, 1);
    float[] z = unset(BATCH * OUT);
    float[] dx = unset(BATCH * IN);
    float[] dKernel = unset(IN * OUT);
    float[] dBias = unset(OUT);

    operations.denseForward(BATCH, IN, OUT, x, kernel, bias, z);
    operations.denseBackward(BATCH, IN, OUT, x, kernel, dz, dx, dKernel, dBias);

    Products.Matrix rowsOfX = Products.matrix(x, IN);
    Products.Matrix rowsOfDz = Products.matrix(dz, OUT);
    check("z", IN, OUT, BATCH, rowsOfX, Products.matrix(kernel, OUT), bias, z);
    check("dx", OUT, IN, BATCH, rowsOfDz, Products.transposed(kernel, OUT), NO_BIAS, dx);
    check("dKernel", BATCH, OUT, IN, Products.transposed(x, IN), rowsOfDz, NO_BIAS, dKernel);
    check("dBias", BATCH, OUT, 1, Products.matrix(ones, BATCH), rowsOfDz, NO_BIAS, dBias);
  }

  private static void check(
      String what,
      int inner,
      int columns,
      int rows,
      Products.Matrix a,
      Products.Matrix b,
      float[] bias,
      float[] actual) {
    for (int row = 0; row < rows; row += EVERY) {
      int first = row;
      Products expected = Products.of(1, inner, columns, (r, i) -> a.at(first, i), b, bias);
      float[] values = Arrays.copyOfRange(actual, row * columns, (row + 1) * columns);
      Closeness.assertElements(
          what + ", row " + row, expected.values(), values, expected.tolerances());
    }
    for (float value : actual) {
      if (Float.isNaN(value)) {
        throw new AssertionError(what + " has elements that were not written");
      }
    }
  }

  private static float[] unset(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }
}
