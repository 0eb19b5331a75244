package dev.weft.benchmarks;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Multiplies two 4096 x 4096 matrices with OpenBLAS and prints the GFLOP/s of each repetition, one
 * a line. A process of its own, because Weft switches off OpenBLAS's threads in the process that it
 * runs in.
 *
 * <p>Arguments: threads, repetitions. {@link SgemmPeak} starts it.
 */
final class Sgemm {
  private static final int SIZE = 4096;
  private static final long SEED = 1;
  private static final int CHECKED_ELEMENTS = 64;

  /** Sums of 4096 products of values below 1/2 are right to 1e-4 or so in float32. */
  private static final double TOLERANCE = 1e-3;

  private Sgemm() {}

  /** Measures. */
  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[0]);
    int repetitions = Integer.parseInt(arguments[1]);
    blas_set_num_threads(threads);
    if (blas_get_num_threads() != threads) {
      throw new IllegalStateException(
          "OpenBLAS runs " + blas_get_num_threads() + " threads, not " + threads);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    try (FloatPointer a = matrix(random);
        FloatPointer b = matrix(random);
        FloatPointer c = new FloatPointer((long) SIZE * SIZE)) {
      multiply(a, b, c);
      requireProduct(random, a, b, c);
      for (int i = 0; i < repetitions; i++) {
        long start = System.nanoTime();
        multiply(a, b, c);
        double nanoseconds = System.nanoTime() - start;
        System.out.println(2.0 * SIZE * SIZE * SIZE / nanoseconds);
      }
      requireProduct(random, a, b, c);
    }
  }

  private static FloatPointer matrix(SplittableRandom random) {
    FloatPointer matrix = new FloatPointer((long) SIZE * SIZE);
    float[] row = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int k = 0; k < SIZE; k++) {
        row[k] = (float) (random.nextDouble() - 0.5);
      }
      matrix.position((long) i * SIZE).put(row, 0, SIZE);
    }
    return matrix.position(0);
  }

  private static void multiply(FloatPointer a, FloatPointer b, FloatPointer c) {
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        SIZE,
        SIZE,
        SIZE,
        1,
        a,
        SIZE,
        b,
        SIZE,
        0,
        c,
        SIZE);
  }

  private static void requireProduct(
      SplittableRandom random, FloatPointer a, FloatPointer b, FloatPointer c) {
    for (int element = 0; element < CHECKED_ELEMENTS; element++) {
      int row = random.nextInt(SIZE);
      int column = random.nextInt(SIZE);
      double expected = 0;
      for (int k = 0; k < SIZE; k++) {
        expected += (double) a.get((long) row * SIZE + k) * b.get((long) k * SIZE + column);
      }
      double actual = c.get((long) row * SIZE + column);
      if (!(Math.abs(actual - expected) < TOLERANCE)) {
        throw new IllegalStateException(
            "c[%d, %d] is %s, not %s".formatted(row, column, actual, expected));
      }
    }
  }
}
