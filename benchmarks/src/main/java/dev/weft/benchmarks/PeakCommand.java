package dev.weft.benchmarks;

import dev.weft.UsageException;
import dev.weft.runs.Json;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the machine's limit alone. */
@Command(name = "peak", header = "Measure the sgemm peak of this machine on 1 and on all cores.")
final class PeakCommand implements Callable<Integer> {
  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "5",
      description = "Matrix products to be timed. Default: ${DEFAULT-VALUE}.")
  private int repetitions;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (repetitions < 1) {
      throw new UsageException("--repetitions takes 1 or more, not " + repetitions);
    }
    List<SgemmPeak> peaks =
        IntStream.of(1, Runtime.getRuntime().availableProcessors())
            .distinct()
            .mapToObj(threads -> SgemmPeak.measure(threads, repetitions))
            .toList();
    List<String> lines = json ? List.of(Json.write(peaks)) : FigureTable.sgemm(peaks);
    lines.forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
