package dev.weft.benchmarks;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an epoch cannot take less than where OpenBLAS multiplies: its matrix products alone, with
 * OpenBLAS's own threads, in place on matrices that are there. Three a layer (output, gradient of
 * the kernel, gradient of the input), two in the first. Weft never runs in these processes: it
 * switches OpenBLAS's threads off.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(3)
public class SgemmsBenchmark {
  private static final int SAMPLES = 50_000;

  /**
   * Every element of activations and gradients, and of kernels: sums that float32 holds exactly.
   */
  private static final float VALUE = 0.5f;

  private static final float KERNEL_VALUE = 0.25f;

  /** OpenBLAS's threads. */
  @Param("1")
  public int threads;

  /** Widths of the layers. */
  @Param("784-512-256-10")
  public String network;

  /** Samples a step. */
  @Param("32")
  public int batchSize;

  private int[] widths;
  private final List<FloatPointer> activations = new ArrayList<>();
  private final List<FloatPointer> gradients = new ArrayList<>();
  private final List<FloatPointer> kernels = new ArrayList<>();
  private final List<FloatPointer> kernelGradients = new ArrayList<>();
  private final List<FloatPointer> products = new ArrayList<>();

  /** Makes the matrices. */
  @Setup
  public void open() {
    widths = NetworkShape.parse(network).widths().stream().mapToInt(Integer::intValue).toArray();
    blas_set_num_threads(threads);
    if (blas_get_num_threads() != threads) {
      throw new IllegalStateException(
          "OpenBLAS runs " + blas_get_num_threads() + " threads, not " + threads);
    }
    for (int i = 0; i < widths.length; i++) {
      activations.add(filled((long) batchSize * widths[i], VALUE));
      gradients.add(filled((long) batchSize * widths[i], VALUE));
      products.add(filled((long) batchSize * widths[i], 0));
      long weights = i == 0 ? 1 : (long) widths[i - 1] * widths[i];
      kernels.add(filled(weights, KERNEL_VALUE));
      kernelGradients.add(filled(weights, 0));
    }
  }

  /** The products of one epoch. */
  @Benchmark
  public void sgemms() {
    for (int first = 0; first < SAMPLES; first += batchSize) {
      step(Math.min(batchSize, SAMPLES - first));
    }
  }

  private void step(int rows) {
    for (int i = 1; i < widths.length; i++) {
      int in = widths[i - 1];
      int out = widths[i];
      multiply(
          rows, out, in, activations.get(i - 1), false, kernels.get(i), false, products.get(i));
    }
    for (int i = widths.length - 1; i > 0; i--) {
      int in = widths[i - 1];
      int out = widths[i];
      FloatPointer dz = gradients.get(i);
      multiply(in, out, rows, activations.get(i - 1), true, dz, false, kernelGradients.get(i));
      if (i > 1) {
        multiply(rows, in, out, dz, false, kernels.get(i), true, products.get(i - 1));
      }
    }
  }

  private static void multiply(
      int rows,
      int columns,
      int inner,
      FloatPointer a,
      boolean transposeA,
      FloatPointer b,
      boolean transposeB,
      FloatPointer c) {
    cblas_sgemm(
        CblasRowMajor,
        transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans,
        rows,
        columns,
        inner,
        1,
        a,
        transposeA ? rows : inner,
        b,
        transposeB ? inner : columns,
        0,
        c,
        columns);
  }

  /** Checks the last products, whose values are known. */
  @TearDown(Level.Iteration)
  public void check() {
    int rows = SAMPLES % batchSize == 0 ? batchSize : SAMPLES % batchSize;
    int last = widths.length - 1;
    requireAll(
        products.get(last), (long) rows * widths[last], widths[last - 1] * VALUE * KERNEL_VALUE);
    requireAll(kernelGradients.get(1), (long) widths[0] * widths[1], rows * VALUE * VALUE);
  }

  /** Frees the matrices. */
  @TearDown
  public void close() {
    for (List<FloatPointer> matrices :
        List.of(activations, gradients, kernels, kernelGradients, products)) {
      matrices.forEach(FloatPointer::close);
    }
  }

  private static FloatPointer filled(long size, float value) {
    FloatPointer matrix = new FloatPointer(size);
    for (long i = 0; i < size; i++) {
      matrix.put(i, value);
    }
    return matrix;
  }

  private static void requireAll(FloatPointer matrix, long size, float expected) {
    for (long i = 0; i < size; i++) {
      if (matrix.get(i) != expected) {
        throw new IllegalStateException(
            "element %d of a product is %s, not %s".formatted(i, matrix.get(i), expected));
      }
    }
  }
}
