package dev.weft.benchmarks;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.backend.Backends;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.files.AtomicFile;
import dev.weft.runs.Json;
import dev.weft.runs.Provenance;
import dev.weft.runs.StartTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the sweeps, holds epochs against the machine's limit, and reports. */
@Command(
    name = "suite",
    header = "Run the JMH benchmarks: ./weft bench --full.",
    description = {
      "",
      "Measures the machine's sgemm, runs the benchmarks, measures the sgemm again, prints a table"
          + " and writes full.json, JMH's own full-jmh.json and the chart scaling.svg and .png. All"
          + " ratios are of one run.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./weft bench --full",
      "  ./weft bench --full --quick",
      "  ./weft bench --full --include 'batch-size|inference' --forks 1",
      "  ./weft bench --full --include network -p network=784-64-10 -p threads=1,2"
    })
final class SuiteCommand implements Callable<Integer> {
  @Option(
      names = "--include",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only sweeps whose name has a match; --list names them.")
  private Pattern include;

  @Option(names = "--list", description = "Name the sweeps and stop.")
  private boolean list;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE[,VALUE]",
      description = "Values of a parameter in place of those of the sweeps.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "Of the sweeps that do not compare backends. Default: ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--data",
      paramLabel = "WHERE",
      description = "A folder, or synthetic, which the report then says. Default: the real data.")
  private Optional<String> data;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = {
        "Where results go. Default: benchmarks/results; of a part or a quick run"
            + " benchmarks/target/results."
      })
  private Optional<Path> out;

  private Map<String, List<String>> overrides = Map.of();

  @Mixin private Effort effort;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    StartTime started = StartTime.now();
    UsageException.interpreting(() -> Backends.select(backend));
    effort.check();
    overrides = overrides();
    List<Sweep> sweeps =
        Sweeps.all(backend, Runtime.getRuntime().availableProcessors()).stream()
            .filter(sweep -> include.matcher(sweep.name()).find())
            .toList();
    if (list) {
      sweeps.forEach(sweep -> print(sweep.name() + ": " + sweep.title()));
      return 0;
    }
    if (sweeps.isEmpty()) {
      throw new UsageException("no sweep is named like '" + include + "'; --list names them");
    }
    data.ifPresent(where -> System.setProperty(BenchmarkData.PROPERTY, where));
    Source source = BenchmarkData.load().source();
    measure(sweeps, source, started);
    return 0;
  }

  private void measure(List<Sweep> sweeps, Source source, StartTime started) throws IOException {
    Path folder = folder();
    Files.createDirectories(folder);
    JmhRuns runs = new JmhRuns(effort, overrides, Home.benchmarks().resolve("target/jmh"));
    Map<Integer, SgemmPeak> peaks = peaks(sweeps);
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < sweeps.size(); i++) {
      Sweep sweep = sweeps.get(i);
      System.err.printf("[%d/%d] %s%n", i + 1, sweeps.size(), sweep.title());
      figures.addAll(runs.run(sweep));
      // A run of an hour that breaks has what came before.
      write(folder, runs, SuiteReport.of(false, peaks, figures, provenance(source, started)));
    }
    peaks(sweeps).forEach((threads, later) -> peaks.merge(threads, later, SgemmPeak::and));
    SuiteReport report = SuiteReport.of(true, peaks, figures, provenance(source, started));
    write(folder, runs, report);
    show(report, sweeps);
    print("");
    print("Results in " + folder);
    // At the very end, because pictures are the one thing that a bare machine may not be able to
    // do.
    Scaling.draw(Json.write(report), folder).forEach(picture -> print("Chart: " + picture));
  }

  private Path folder() {
    boolean part = effort.quick() || !include.pattern().isEmpty() || !parameters.isEmpty();
    return out.orElseGet(() -> Home.benchmarks().resolve(part ? "target/results" : "results"));
  }

  private Map<String, List<String>> overrides() {
    Map<String, List<String>> chosen = new TreeMap<>();
    parameters.forEach((name, values) -> chosen.put(name, List.of(values.split(","))));
    UsageException.interpreting(() -> Sweeps.requireParameters(chosen));
    return chosen;
  }

  /** The machine's limit for each number of threads that epochs are measured with. */
  private Map<Integer, SgemmPeak> peaks(List<Sweep> sweeps) {
    Map<Integer, SgemmPeak> peaks = new TreeMap<>();
    int cores = Runtime.getRuntime().availableProcessors();
    for (Sweep sweep : sweeps) {
      if (!sweep.benchmarks().contains(EpochBenchmark.class.getSimpleName())) {
        continue;
      }
      Map<String, List<String>> chosen = new TreeMap<>(sweep.parameters());
      chosen.putAll(overrides);
      if (chosen.get(Sweeps.BACKEND_PARAMETER).stream().allMatch(Sweeps::onGpu)) {
        continue;
      }
      for (String threads : chosen.get(Sweeps.THREADS_PARAMETER)) {
        int count = Integer.parseInt(threads) == 0 ? cores : Integer.parseInt(threads);
        peaks.computeIfAbsent(
            count,
            n -> {
              System.err.println("sgemm, threads: " + n);
              return SgemmPeak.measure(n, effort.peakRepetitions());
            });
      }
    }
    return peaks;
  }

  private Provenance provenance(Source source, StartTime started) {
    try (Engine engine = Engine.open(backend, 0)) {
      DeviceInfo device = engine.info();
      return Provenance.of(new Provenance.Start(command(), started, source, device), 1, Map.of());
    }
  }

  private String command() {
    StringBuilder command = new StringBuilder("./weft bench --full");
    List<String> arguments = spec.commandLine().getParseResult().originalArgs();
    for (String argument : arguments.subList(1, arguments.size())) {
      boolean plain = argument.matches("[A-Za-z0-9_@%+=:,./-]+");
      command.append(' ').append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return command.toString();
  }

  private static void write(Path folder, JmhRuns runs, SuiteReport report) throws IOException {
    AtomicFile.write(folder.resolve("full.json"), Json.write(report) + "\n");
    runs.writeJson(folder.resolve("full-jmh.json"));
  }

  private void show(SuiteReport report, List<Sweep> sweeps) {
    if (report.synthetic()) {
      print("SYNTHETIC data");
    }
    FigureTable.sgemm(report.sgemm()).forEach(this::print);
    for (Sweep sweep : sweeps) {
      List<Figure> figures =
          report.figures().stream().filter(each -> each.sweep().equals(sweep.name())).toList();
      FigureTable.lines(sweep.title(), figures).forEach(this::print);
    }
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
  }
}
