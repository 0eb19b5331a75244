package dev.weft.benchmarks;

import dev.weft.Network;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * One image through the trained reference network, float array in, class out: microseconds a call.
 * Calls take the test images in turn; all answers are checked before anything is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SingleImageBenchmark {
  /** As {@code --backend} takes it. */
  @Param("cpu")
  public String backend;

  /** CPU threads, 0 for one a core. */
  @Param("1")
  public int threads;

  private TrainedNetwork trained;
  private Network network;
  private float[][] rows;
  private int next;

  /** Trains a network and checks its answers. */
  @Setup
  public void open() {
    trained = TrainedNetwork.open(backend, threads);
    network = trained.network();
    rows = trained.rows();
    int[] classes = new int[rows.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = predictClass();
    }
    trained.requireClasses(classes);
  }

  /** One image. */
  @Benchmark
  public int predictClass() {
    float[] row = rows[next];
    next = (next + 1) % rows.length;
    return network.predictClass(row);
  }

  /** Frees everything. */
  @TearDown
  public void close() {
    trained.close();
  }
}
