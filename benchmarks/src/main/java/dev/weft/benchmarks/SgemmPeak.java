package dev.weft.benchmarks;

import dev.weft.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine can do: OpenBLAS's sgemm of 4096 x 4096 matrices, the measure that epochs are
 * held against. A shared machine is fast at times and slow at others, so the peak is the best value
 * of all repetitions, and a fraction of it is a modest claim.
 *
 * @param threads OpenBLAS's
 * @param core what OpenBLAS was told to choose its kernels for: the processor as Weft recognised it
 * @param gflops of each repetition, in 10^9 floating-point operations a second
 */
record SgemmPeak(int threads, String core, Distribution gflops) {
  private static final String CORE = "OpenBLAS core";

  /** Measures in a process of its own. */
  static SgemmPeak measure(int threads, int repetitions) {
    String core = weftsCore();
    ProcessBuilder child =
        ChildJvm.of(Sgemm.class, List.of(Integer.toString(threads), Integer.toString(repetitions)));
    // Read when the library is loaded. It may take the core for a much older one otherwise.
    child.environment().put("OPENBLAS_CORETYPE", core);
    child.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    return new SgemmPeak(threads, core, Distribution.of(run(child)));
  }

  /** The same measurement with the repetitions of another one added. */
  SgemmPeak and(SgemmPeak later) {
    List<Double> values = new ArrayList<>(gflops.values());
    values.addAll(later.gflops.values());
    return new SgemmPeak(threads, core, Distribution.of(values));
  }

  private static String weftsCore() {
    try (Engine engine = Engine.open("cpu", 1)) {
      return engine.info().properties().get(CORE);
    }
  }

  private static List<Double> run(ProcessBuilder child) {
    try {
      Process process = child.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("the sgemm process ended with code " + code);
      }
      return output.lines().map(Double::valueOf).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sgemm was measured", e);
    }
  }
}
