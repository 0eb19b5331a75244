package dev.weft.benchmarks;

import dev.weft.Engine;
import dev.weft.Network;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs sweeps with JMH and keeps its results. */
final class JmhRuns {
  private final Effort effort;
  private final Map<String, List<String>> parameters;
  private final Path logs;
  private final List<RunResult> results = new ArrayList<>();

  /**
   * No run yet.
   *
   * @param parameters values that replace those of sweeps
   * @param logs the folder for JMH's output
   */
  JmhRuns(Effort effort, Map<String, List<String>> parameters, Path logs) {
    this.effort = effort;
    this.parameters = parameters;
    this.logs = logs;
  }

  /**
   * Runs all combinations of a sweep.
   *
   * @throws SuiteException where one of them fails
   */
  List<Figure> run(Sweep sweep) throws IOException {
    Files.createDirectories(logs);
    Path log = logs.resolve(sweep.name() + ".log");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(sweep.benchmarks())
            .shouldFailOnError(true)
            .output(log.toString())
            .jvmArgsAppend(
                "-D"
                    + BenchmarkData.PROPERTY
                    + "="
                    + System.getProperty(BenchmarkData.PROPERTY, "default"));
    effort.applyTo(options);
    Map<String, List<String>> chosen = new TreeMap<>(sweep.parameters());
    chosen.putAll(parameters);
    chosen.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
    try {
      Collection<RunResult> measured = new Runner(options.build()).run();
      results.addAll(measured);
      return measured.stream().map(result -> figure(sweep, result)).toList();
    } catch (RunnerException e) {
      throw new SuiteException(
          "the sweep " + sweep.name() + " failed: " + reason(e) + "; see " + log, e);
    }
  }

  /** Writes what JMH's option {@code -rf json} would. */
  void writeJson(Path file) throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
  }

  /** What a benchmark threw; JMH wraps it several times. */
  private static String reason(Throwable failure) {
    Throwable reason = failure;
    while (reason.getCause() != null || reason.getSuppressed().length > 0) {
      reason = reason.getCause() != null ? reason.getCause() : reason.getSuppressed()[0];
    }
    return reason.getMessage() == null ? reason.toString() : reason.getMessage();
  }

  private static Figure figure(Sweep sweep, RunResult result) {
    BenchmarkParams run = result.getParams();
    Map<String, String> parameters = new TreeMap<>();
    run.getParamsKeys().forEach(key -> parameters.put(key, run.getParam(key)));
    List<Double> scores = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        scores.add(iteration.getPrimaryResult().getScore());
      }
    }
    Distribution score = Distribution.of(scores);
    String[] name = run.getBenchmark().split("\\.");
    return new Figure(
        sweep.name(),
        name[name.length - 2] + "." + name[name.length - 1],
        parameters,
        result.getPrimaryResult().getScoreUnit(),
        score,
        run.getBenchmark().startsWith(EpochBenchmark.class.getName())
            ? Optional.of(rate(parameters, score))
            : Optional.empty());
  }

  private static TrainingRate rate(Map<String, String> parameters, Distribution seconds) {
    NetworkShape shape = NetworkShape.parse(parameters.get(Sweeps.NETWORK_PARAMETER));
    return TrainingRate.of(
        path(parameters, shape),
        threads(parameters),
        shape,
        Integer.parseInt(parameters.get(Sweeps.SAMPLES_PARAMETER)),
        seconds);
  }

  /** As the benchmark's own process found it: the choice follows from these and its options. */
  private static String path(Map<String, String> parameters, NetworkShape shape) {
    int threads = Integer.parseInt(parameters.get(Sweeps.THREADS_PARAMETER));
    try (Engine engine = Engine.open(parameters.get(Sweeps.BACKEND_PARAMETER), threads);
        Network network = engine.network(shape.architecture(), 0)) {
      return network.path();
    }
  }

  private static int threads(Map<String, String> parameters) {
    int threads = Integer.parseInt(parameters.get(Sweeps.THREADS_PARAMETER));
    return switch (parameters.get(Sweeps.BACKEND_PARAMETER)) {
      case "cpu" -> threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
      case "java" -> 1;
      default -> 0;
    };
  }
}
