package dev.weft.peers;

import static org.bytedeco.openblas.global.openblas_full.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_full.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_full.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_full.openblas_get_config;
import static org.bytedeco.openblas.global.openblas_full.openblas_get_corename;
import static org.bytedeco.openblas.global.openblas_full.openblas_set_num_threads;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The limit: how fast this machine multiplies large matrices, 4096 cubed, with the OpenBLAS that
 * Weft uses. Arguments: {@code threads=N repeats=N}.
 */
public final class SgemmPeak {
  private static final int N = 4096;

  private SgemmPeak() {}

  public static void main(String[] arguments) {
    int threads = number(arguments[0], "threads=");
    int repeats = number(arguments[1], "repeats=");
    openblas_set_num_threads(threads);
    try (FloatPointer a = random(1);
        FloatPointer b = random(2);
        FloatPointer c = new FloatPointer((long) N * N)) {
      multiply(a, b, c);
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < repeats; i++) {
        long start = System.nanoTime();
        multiply(a, b, c);
        seconds.add((System.nanoTime() - start) * 1e-9);
      }
      JsonLine.print(
          Map.of(
              "kind",
              "facts",
              "facts",
              Map.of(
                  "openblas", openblas_get_config().getString(),
                  "core", openblas_get_corename().getString())));
      JsonLine.print(Map.of("kind", "peak", "flop", 2.0 * N * N * N, "seconds", seconds));
    }
  }

  private static int number(String argument, String name) {
    if (!argument.startsWith(name)) {
      throw new IllegalArgumentException(name + "N is expected, not " + argument);
    }
    return Integer.parseInt(argument.substring(name.length()));
  }

  private static FloatPointer random(int seed) {
    Random random = new Random(seed);
    float[] values = new float[N * N];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new FloatPointer(values);
  }

  private static void multiply(FloatPointer a, FloatPointer b, FloatPointer c) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a, N, b, N, 0, c, N);
  }
}
