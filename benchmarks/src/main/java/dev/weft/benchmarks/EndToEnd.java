package dev.weft.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that are measured, and the checks that they did their work. */
final class EndToEnd {
  private static final double STUDY_ACCURACY = 0.868;

  /** Three standard errors of a test accuracy below the study's. */
  private static final double LEAST_ACCURACY = STUDY_ACCURACY - 0.01;

  private final Path launcher;
  private final int runs;
  private final Optional<Path> gnuTime = TimedProcess.gnuTime();

  /**
   * Nothing runs yet.
   *
   * @param launcher the script {@code weft}
   * @param runs of each process
   */
  EndToEnd(Path launcher, int runs) {
    this.launcher = launcher;
    this.runs = runs;
  }

  /** Runs everything. The first process is run once more, uncounted, since it may have to build. */
  List<ProcessFigure> measure() {
    if (gnuTime.isEmpty()) {
      System.err.println("weft: memory is not measured: GNU time is not installed");
    }
    List<String> info = List.of(launcher.toString(), "info");
    TimedProcess.run(new ProcessBuilder(info), gnuTime);
    return List.of(
        figure("weft info", List.of("./weft", "info"), run -> info(info), TimedProcess::seconds),
        figure(
            "weft experiments, reference recipe",
            List.of("./weft", "experiments", "--quiet", "--json", "--out", "FOLDER"),
            run -> experiments(),
            TimedProcess::seconds),
        toAccuracy());
  }

  private TimedProcess info(List<String> command) {
    TimedProcess process = TimedProcess.run(new ProcessBuilder(command), gnuTime);
    if (process.output().stream().noneMatch(line -> line.text().startsWith("backend"))) {
      throw new SuiteException("weft info named no backend");
    }
    return process;
  }

  private TimedProcess experiments() {
    Path folder = temporaryFolder();
    try {
      TimedProcess process =
          TimedProcess.run(
              new ProcessBuilder(
                  launcher.toString(),
                  "experiments",
                  "--quiet",
                  "--json",
                  "--out",
                  folder.resolve("run").toString()),
              gnuTime);
      requireReproduced(
          process.output().stream().map(TimedProcess.Line::text).collect(Collectors.joining("\n")));
      return process;
    } finally {
      delete(folder);
    }
  }

  private static void requireReproduced(String results) {
    try {
      JsonNode experiment = new JsonMapper().readTree(results).path("experiments").path(0);
      double accuracy = experiment.path("test_accuracy").asDouble();
      if (!(accuracy > LEAST_ACCURACY)) {
        throw new SuiteException(
            "the experiments ended with a test accuracy of "
                + accuracy
                + ", not above "
                + LEAST_ACCURACY);
      }
    } catch (JsonProcessingException e) {
      throw new SuiteException("weft experiments --json printed no JSON: " + e.getMessage(), e);
    }
  }

  /** A seed a run, since the number of epochs needed depends on it. */
  private ProcessFigure toAccuracy() {
    List<Double> epochs = new ArrayList<>();
    ProcessFigure figure =
        figure(
            "784-32-32-10 to a test accuracy of " + STUDY_ACCURACY + ", seeds 0 to " + (runs - 1),
            List.of("weft-benchmarks", "time-to-accuracy", "--seed", "SEED"),
            seed -> {
              TimedProcess process = train(seed);
              epochs.add((double) process.output().size());
              return process;
            },
            process -> process.output().get(process.output().size() - 1).seconds());
    return new ProcessFigure(
        figure.name(),
        figure.command(),
        figure.seconds(),
        figure.peakMegabytes(),
        Optional.of(Distribution.of(epochs)));
  }

  private TimedProcess train(int seed) {
    ProcessBuilder child =
        ChildJvm.of(
            Main.class,
            List.of(
                "time-to-accuracy",
                "--accuracy",
                Double.toString(STUDY_ACCURACY),
                "--seed",
                Integer.toString(seed)));
    return TimedProcess.run(child, gnuTime);
  }

  private ProcessFigure figure(
      String name,
      List<String> command,
      IntFunction<TimedProcess> process,
      ToDoubleFunction<TimedProcess> measure) {
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      System.err.printf("%s, run %d of %d%n", name, run + 1, runs);
      TimedProcess timed = process.apply(run);
      seconds.add(measure.applyAsDouble(timed));
      timed.peakMegabytes().ifPresent(megabytes::add);
    }
    return new ProcessFigure(
        name,
        command,
        Distribution.of(seconds),
        megabytes.isEmpty() ? Optional.empty() : Optional.of(Distribution.of(megabytes)),
        Optional.empty());
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("weft-experiments");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
