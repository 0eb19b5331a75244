package dev.weft.benchmarks;

import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loading Fashion-MNIST: milliseconds from the four gzip files, cached by the system, to arrays
 * whose SHA-256 was checked. A single shot, since a process loads its data once, before its code is
 * warm; the first shot of each fork is not counted, because it may have to read the disk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(3)
public class DataLoadingBenchmark {
  private static final int CLASSES = FashionMnist.CLASS_NAMES.size();

  private FashionMnist loaded;

  /** Loads and verifies. */
  @Benchmark
  public FashionMnist load() {
    loaded = BenchmarkData.load();
    return loaded;
  }

  /** Checks sizes and classes. */
  @TearDown(Level.Iteration)
  public void check() {
    requireBalanced(loaded.train(), 60_000);
    requireBalanced(loaded.test(), 10_000);
  }

  private static void requireBalanced(Dataset data, int samples) {
    int[] expected = new int[CLASSES];
    Arrays.fill(expected, samples / CLASSES);
    if (data.size() != samples || !Arrays.equals(data.classCounts(), expected)) {
      throw new IllegalStateException(
          "loaded " + data + " with classes " + Arrays.toString(data.classCounts()));
    }
  }
}
