package dev.weft.benchmarks;

import java.util.concurrent.TimeUnit;
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
 * An epoch of training: seconds for one pass over shuffled samples, data and network on the device.
 * Each iteration is the next epoch of one network, as in real training, so that effects of its
 * progress (such as moments that decay into subnormals) are in the figure; each fork starts afresh.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(3)
public class EpochBenchmark {
  /** As {@code --backend} takes it. */
  @Param("cpu")
  public String backend;

  /** CPU threads, 0 for one a core. */
  @Param("1")
  public int threads;

  /** Widths of the layers. */
  @Param("784-32-32-10")
  public String network;

  /** Samples a step. */
  @Param("32")
  public int batchSize;

  /** Samples an epoch, up to 60,000. */
  @Param("50000")
  public int samples;

  private TrainingWork work;

  /** Loads the data and starts a network. */
  @Setup
  public void open() {
    work =
        TrainingWork.open(
            BenchmarkData.load(),
            backend,
            threads,
            NetworkShape.parse(network),
            batchSize,
            samples);
  }

  /** Trains one epoch. */
  @Benchmark
  public double epoch() {
    return work.epoch();
  }

  /** Checks the epochs so far, outside of what is timed. */
  @TearDown(Level.Iteration)
  public void check() {
    work.requireTrained();
  }

  /** Checks what was learned. */
  @TearDown
  public void close() {
    work.requireLearned();
    work.close();
  }
}
