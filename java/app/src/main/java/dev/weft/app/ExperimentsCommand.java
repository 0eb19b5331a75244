package dev.weft.app;

import dev.weft.Engine;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.console.Style;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.FashionOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.runs.Json;
import dev.weft.runs.RunFolder;
import dev.weft.runs.experiments.Comparison;
import dev.weft.runs.experiments.Experiments;
import dev.weft.runs.experiments.Outcome;
import dev.weft.runs.experiments.Results;
import dev.weft.runs.experiments.Verdict;
import dev.weft.runs.experiments.Verdicts;
import dev.weft.runs.training.Recipe;
import dev.weft.text.Format;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the study's three experiments and compares them with the study. */
@Command(
    name = "experiments",
    header = "Run the three experiments and compare them with the study.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Runs the study's three experiments on Fashion-MNIST: trains the ten-class and the two-class"
          + " model, reads the ten-class model's outputs as two classes, and compares all three"
          + " with the study. Results, models and pictures go into a folder.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft experiments",
      "  weft experiments --seed 7 --out runs/seed-7",
      "  weft experiments --recipe notebook --backend cpu --threads 1",
      "  weft experiments --data synthetic --epochs 2     without the real data",
      "  weft experiments --quiet --json > results.json"
    })
final class ExperimentsCommand implements Callable<Integer> {
  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "reference",
      description = "reference, or notebook (dropout in the two-class model).")
  private String recipe;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of initial weights, orders and dropout. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "At most so many epochs for each model, for a quick try.")
  private Optional<Integer> epochs;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where results go. Default: runs/TIME.")
  private Optional<Path> out;

  @Option(names = "--force", description = "Write to a folder that has other files, too.")
  private boolean force;

  @Option(names = "--no-report", description = "Write no report.html.")
  private boolean noReport;

  @Mixin private FashionOptions data;
  @Mixin private BackendOptions backend;
  @Mixin private OutputOptions output;

  private final Session session;

  ExperimentsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    Console console = session.console(output);
    Recipe chosen = chosenRecipe();
    DataLocation where = data.location();
    backend.backend();
    backend.threads();
    Path target = out.orElseGet(() -> RunFolder.named(Path.of(""), LocalDateTime.now()));
    try (RunFolder folder = RunFolder.open(target, force);
        Engine engine = Devices.open(backend, console)) {
      FashionMnist samples = FashionMnist.load(where, console.dataListener());
      ResultFiles files = new ResultFiles(folder, chosen, samples.source(), engine.info(), console);
      session.interruption().guard();
      Optional<Outcome> outcome;
      Results results;
      try {
        outcome =
            new Experiments(engine, chosen, session.interruption(), console::progress)
                .run(samples, files);
        if (outcome.isEmpty()) {
          keepUnfinished(folder, "interrupted", console);
          return ExitCode.INTERRUPTED;
        }
        results = files.write(outcome.get(), samples, !noReport, session.command(), started);
      } catch (RuntimeException | OutOfMemoryError e) {
        keepUnfinished(folder, "failed", console);
        throw e;
      }
      folder.publish();
      show(outcome.get(), results, target, console);
      return ExitCode.OK;
    }
  }

  private Recipe chosenRecipe() {
    return UsageException.interpreting(
        () -> {
          Recipe named = Recipe.named(recipe).withSeed(seed);
          return epochs.map(named::withEpochs).orElse(named);
        });
  }

  /** Keeps the models and histories that there are of a run without results. */
  private static void keepUnfinished(RunFolder folder, String what, Console console) {
    List<String> names = folder.names();
    if (names.isEmpty()) {
      console.warn(what + " before the end of the first epoch; nothing was kept");
      return;
    }
    Path place = folder.publishUnfinished();
    console.warn(
        what
            + "; no results yet, but what was trained is kept in "
            + place
            + ": "
            + String.join(", ", names));
  }

  private static void show(Outcome outcome, Results results, Path target, Console console) {
    if (console.json()) {
      console.raw(Json.write(results));
      return;
    }
    if (results.synthetic()) {
      console.result("SYNTHETIC data: these figures say nothing about Fashion-MNIST.");
      console.result("");
    }
    Style style = console.style();
    console.result(ComparisonTable.of(Comparison.of(outcome), style));
    console.result("");
    console.result(style.strong("The study's conclusions in this run (last weights):"));
    for (Verdict verdict : Verdicts.of(outcome)) {
      String holds = verdict.holds() ? style.good("holds   ") : style.bad("DOES NOT");
      console.result("  " + holds + "   " + verdict.claim());
      verdict.details().forEach(detail -> console.result("             " + detail));
    }
    console.result("");
    console.result(
        "Results in " + target + Format.text(" (%.1f s)", results.provenance().durationSeconds()));
  }
}
