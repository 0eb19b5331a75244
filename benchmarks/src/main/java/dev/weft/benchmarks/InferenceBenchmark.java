package dev.weft.benchmarks;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
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
 * Predictions of the trained reference network: microseconds a call. All answers are checked before
 * anything is timed, and probabilities must sum to 1.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class InferenceBenchmark {
  private static final double SUM_TOLERANCE = 1e-5;

  /** As {@code --backend} takes it. */
  @Param("cpu")
  public String backend;

  /** CPU threads, 0 for one a core. */
  @Param("1")
  public int threads;

  private TrainedNetwork trained;
  private Network network;
  private ResidentDataset resident;
  private float[][] rows;
  private int next;

  /** Trains a network and checks its answers. */
  @Setup
  public void open() {
    trained = TrainedNetwork.open(backend, threads);
    network = trained.network();
    resident = network.engine().upload(trained.test());
    rows = trained.rows();
    trained.requireClasses(tenThousandResident());
    trained.requireClasses(tenThousandUploaded());
    int[] one = new int[rows.length];
    for (int i = 0; i < one.length; i++) {
      one[i] = oneAsDataset();
    }
    trained.requireClasses(one);
    requireProbabilities(network.predict(trained.test()));
  }

  private void requireProbabilities(float[] outputs) {
    int width = network.architecture().outputs();
    for (int i = 0; i < outputs.length; i += width) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        sum += outputs[i + k];
      }
      if (!(Math.abs(sum - 1) < SUM_TOLERANCE)) {
        throw new IllegalStateException(
            "the probabilities of image " + i / width + " sum to " + sum);
      }
    }
  }

  /** One image, float array in, class out, by way of a data set of one sample. */
  @Benchmark
  public int oneAsDataset() {
    float[] row = rows[next];
    next = (next + 1) % rows.length;
    return network.predictClasses(Dataset.ofValues(row, row.length))[0];
  }

  /** The 10,000 test images, on the device already, in one call. */
  @Benchmark
  public int[] tenThousandResident() {
    return network.classes(network.predict(resident, 0, rows.length));
  }

  /** The 10,000 test images in one call that uploads them first. */
  @Benchmark
  public int[] tenThousandUploaded() {
    return network.predictClasses(trained.test());
  }

  /** Frees everything. */
  @TearDown
  public void close() {
    resident.close();
    trained.close();
  }
}
