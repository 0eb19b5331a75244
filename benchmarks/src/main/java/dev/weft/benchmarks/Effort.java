package dev.weft.benchmarks;

import dev.weft.UsageException;
import java.util.OptionalInt;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Option;

/** How much is measured; what is not said is as the benchmark classes have it. */
final class Effort {
  private static final int PEAK_REPETITIONS = 5;

  @Option(
      names = "--quick",
      description =
          "One fork, one iteration to warm up, three measured: to see that everything works.")
  private boolean quick;

  @Option(names = "--forks", paramLabel = "N", description = "JVMs a benchmark. Default: 3.")
  private Integer forks;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      description = "Iterations that are not counted. Default: the benchmark's.")
  private Integer warmups;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Iterations that are. Default: the benchmark's.")
  private Integer iterations;

  boolean quick() {
    return quick;
  }

  /** Repetitions of the sgemm, before the suite and again after it. */
  int peakRepetitions() {
    return quick ? 2 : PEAK_REPETITIONS;
  }

  /**
   * Checks the numbers.
   *
   * @throws UsageException for those that measure nothing
   */
  void check() {
    require(forks, 1, "--forks");
    require(warmups, 0, "--warmups");
    require(iterations, 1, "--iterations");
  }

  /** Overrides what the benchmark classes say. */
  void applyTo(ChainedOptionsBuilder options) {
    value(forks, 1).ifPresent(options::forks);
    value(warmups, 1).ifPresent(options::warmupIterations);
    value(iterations, 3).ifPresent(options::measurementIterations);
    if (quick) {
      TimeValue time = TimeValue.milliseconds(300);
      options.warmupTime(time).measurementTime(time);
    }
  }

  private OptionalInt value(Integer asked, int ifQuick) {
    if (asked != null) {
      return OptionalInt.of(asked);
    }
    return quick ? OptionalInt.of(ifQuick) : OptionalInt.empty();
  }

  private static void require(Integer asked, int least, String option) {
    if (asked != null && asked < least) {
      throw new UsageException(option + " takes " + least + " or more, not " + asked);
    }
  }
}
