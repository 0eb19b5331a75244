package dev.weft.benchmarks;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.files.AtomicFile;
import dev.weft.runs.Json;
import dev.weft.runs.Provenance;
import dev.weft.runs.StartTime;
import dev.weft.text.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures whole processes, as somebody at a terminal would. */
@Command(
    name = "end-to-end",
    header = "Time whole processes: ./weft bench --end-to-end.",
    description = {
      "",
      "Runs ./weft info, ./weft experiments and a training to the study's test accuracy, each"
          + " several times, and measures the time from the start of the process to its end (to the"
          + " first epoch with that accuracy) and the most memory that it had. Memory needs GNU"
          + " time. Writes end-to-end.json.",
      ""
    })
final class EndToEndCommand implements Callable<Integer> {
  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of each process. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the results go. Default: benchmarks/results.")
  private Optional<Path> out;

  @Spec private CommandSpec spec;

  /** The document {@code end-to-end.json}. */
  record Report(List<ProcessFigure> processes, Provenance provenance) {}

  @Override
  public Integer call() throws IOException {
    StartTime started = StartTime.now();
    if (runs < 1) {
      throw new UsageException("--runs takes 1 or more, not " + runs);
    }
    Path launcher = Home.root().toAbsolutePath().resolve("weft");
    if (!Files.isExecutable(launcher)) {
      throw new SuiteException(
          "there is no launcher " + launcher + "; run this as ./weft bench --end-to-end");
    }
    List<ProcessFigure> figures = new EndToEnd(launcher, runs).measure();
    Report report = new Report(figures, provenance(started));
    Path folder = out.orElseGet(() -> Home.benchmarks().resolve("results"));
    Files.createDirectories(folder);
    Path file = folder.resolve("end-to-end.json");
    AtomicFile.write(file, Json.write(report) + "\n");
    figures.forEach(this::show);
    print("Results in " + file);
    return 0;
  }

  private Provenance provenance(StartTime started) {
    try (Engine engine = Engine.open()) {
      return Provenance.of(
          new Provenance.Start(
              "./weft bench --end-to-end --runs " + runs,
              started,
              BenchmarkData.load().source(),
              engine.info()),
          0,
          Map.of());
    }
  }

  private void show(ProcessFigure figure) {
    print(figure.name());
    Distribution seconds = figure.seconds();
    print(
        Format.text(
            "  time    %8.3f s   (%.3f..%.3f, %d runs)",
            seconds.median(), seconds.min(), seconds.max(), seconds.values().size()));
    figure
        .peakMegabytes()
        .ifPresent(
            memory ->
                print(
                    Format.text(
                        "  memory  %8.0f MB  (%.0f..%.0f)",
                        memory.median(), memory.min(), memory.max())));
    figure
        .epochs()
        .ifPresent(
            epochs ->
                print(
                    Format.text(
                        "  epochs  %8.0f     (%.0f..%.0f)",
                        epochs.median(), epochs.min(), epochs.max())));
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
  }
}
