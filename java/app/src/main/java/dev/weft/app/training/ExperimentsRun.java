package dev.weft.app.training;

import dev.weft.app.console.Console;
import dev.weft.app.console.Style;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Failures;
import dev.weft.report.ExperimentsReport;
import dev.weft.report.pictures.Pictures;
import dev.weft.runs.EarlierRun;
import dev.weft.runs.Json;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Provenance;
import dev.weft.runs.Recipe;
import dev.weft.runs.Resumption;
import dev.weft.runs.RunFiles;
import dev.weft.runs.RunFolder;
import dev.weft.runs.SeedModels;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.experiments.Comparison;
import dev.weft.runs.experiments.Experiments;
import dev.weft.runs.experiments.Outcome;
import dev.weft.runs.experiments.Results;
import dev.weft.runs.experiments.SeedOutcomes;
import dev.weft.runs.experiments.SeedTables;
import dev.weft.runs.experiments.Verdict;
import dev.weft.runs.experiments.Verdicts;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Samples;
import dev.weft.text.Format;
import dev.weft.train.TrainingSpec;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The three experiments on the command line: runs them, writes the folder, and says what came of
 * them.
 *
 * @param seeds how many, from that of the recipe on
 * @param input what is read, as results name it
 * @param earlier the run that this one goes on with
 */
record ExperimentsRun(
    Console console,
    Recipe recipe,
    int seeds,
    Samples samples,
    DataSpec input,
    Optional<EarlierRun> earlier,
    RunFolder folder,
    Provenance.Start started) {

  /** Does all of it and returns the exit code. */
  int finish(Pipeline pipeline, boolean report) {
    RunFiles files = new RunFiles(folder, samples.source().synthetic(), resumed());
    List<TrainedModel> trained = new ArrayList<>();
    Optional<SeedOutcomes> outcome;
    try {
      outcome =
          Experiments.run(
                  pipeline,
                  recipe,
                  samples,
                  earlier.map(EarlierRun::models).orElse(Map.of()),
                  model -> {
                    trained.add(model);
                    files.keep(model);
                  })
              .map(SeedOutcomes::of)
              .flatMap(first -> withFurtherSeeds(first, pipeline, trained));
    } catch (RuntimeException | OutOfMemoryError e) {
      sayWhatIsLeft("failed, but", folder.resumable());
      throw e;
    }
    if (outcome.isPresent()) {
      return publish(outcome.get(), trained, files, report) ? ExitCode.OK : ExitCode.FAILURE;
    }
    boolean diverged = trained.stream().anyMatch(TrainedModel::diverged);
    keepUnfinished(
        diverged
            ? trained.get(trained.size() - 1).history().stopReason().orElseThrow().words()
            : "interrupted",
        trained,
        files);
    return diverged ? ExitCode.FAILURE : ExitCode.INTERRUPTED;
  }

  private Optional<SeedOutcomes> withFurtherSeeds(
      SeedOutcomes first, Pipeline pipeline, List<TrainedModel> trained) {
    long begin = first.seeds().get(0);
    List<Long> further = LongStream.range(begin + 1, begin + seeds).boxed().toList();
    if (further.isEmpty()) {
      return Optional.of(first);
    }
    SeedModels models =
        new SeedModels(
            folder, earlier.map(EarlierRun::folder), pipeline.engine().info(), console::warn);
    SeedLines lines = new SeedLines(console, further.size());
    return Experiments.runSeeds(
            pipeline,
            recipe,
            samples,
            further,
            models,
            model -> {
              if (model.complete()) {
                lines.trained(model);
              } else if (model.diverged()) {
                trained.add(model);
              }
            })
        .map(outcomes -> first.with(further, outcomes));
  }

  private List<Resumption> resumed() {
    return earlier.map(EarlierRun::resumed).orElse(List.of());
  }

  private Results results(Optional<SeedOutcomes> outcome, List<TrainedModel> trained) {
    Map<String, TrainingSpec> configuration = new LinkedHashMap<>();
    configuration.put("multiclass", recipe.multiclass());
    configuration.put("binary", recipe.binary());
    Provenance provenance = Provenance.of(started, recipe.multiclass().seed(), configuration);
    return Results.of(outcome, trained, recipe.name(), seeds, input, resumed(), provenance);
  }

  /** Writes what there is and says it; whether all could be written. */
  private boolean publish(
      SeedOutcomes all, List<TrainedModel> trained, RunFiles files, boolean report) {
    Results results = results(Optional.of(all), trained);
    boolean written = written(() -> write(all, results, files));
    // A page or a picture that fails, however it does, costs neither models nor results.
    boolean drawn = written(() -> draw(all, results, report));
    boolean published = written(written ? folder::publish : folder::publishUnfinished);
    boolean complete = written && published;
    if (!complete) {
      sayWhatIsLeft("not all could be written, but", !written && folder.resumable());
    }
    show(all, results, complete ? folder.target() : folder.place());
    return complete && drawn;
  }

  private static void write(SeedOutcomes all, Results results, RunFiles files) {
    all.first()
        .experiments()
        .forEach(
            experiment -> {
              files.confusion(experiment.name(), experiment.last().test());
              files.bestConfusion(experiment.name(), experiment.best().test());
            });
    if (all.several()) {
      files.seeds(SeedTables.csv(all), SeedTables.markdown(all), SeedTables.latex(all));
    }
    files.results(results);
  }

  private void draw(SeedOutcomes all, Results results, boolean report) {
    try {
      ExperimentsReport.write(folder, all, results, recipe, samples, report);
    } catch (Pictures.Unavailable e) {
      console.warn(e.getMessage());
    }
  }

  private boolean written(Runnable writer) {
    try {
      writer.run();
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      console.warn(Failures.message(e));
      return false;
    }
  }

  /** Keeps what there is of a run that did not come to its end. */
  private void keepUnfinished(String what, List<TrainedModel> trained, RunFiles files) {
    if (folder.names().isEmpty()) {
      console.warn(what + " before the end of the first epoch; nothing was kept");
      return;
    }
    try {
      files.results(results(Optional.empty(), trained));
      folder.publishUnfinished();
    } catch (UncheckedIOException e) {
      sayWhatIsLeft(what + "; no results, but", folder.resumable());
      throw e;
    }
    sayWhatIsLeft(
        what + "; no results yet, but", trained.stream().noneMatch(TrainedModel::diverged));
  }

  private void sayWhatIsLeft(String what, boolean goesOn) {
    if (folder.names().isEmpty() && !goesOn) {
      return;
    }
    console.warn(
        what
            + " what was trained is kept in "
            + folder.place()
            + (folder.names().isEmpty() ? "" : ": " + names())
            + (goesOn ? "; weft experiments --resume " + folder.place() + " goes on" : ""));
  }

  /** The files, but for the seeds' all by name. */
  private String names() {
    Map<Boolean, List<String>> names =
        folder.names().stream().collect(Collectors.partitioningBy(SeedModels::isSeedFile));
    int seeds = names.get(true).size();
    return String.join(", ", names.get(false)) + (seeds == 0 ? "" : ", models of seeds: " + seeds);
  }

  private void showVerdicts(Outcome outcome, Style style) {
    console.result(style.strong("The study's conclusions in this run (last weights):"));
    for (Verdict verdict : Verdicts.of(outcome)) {
      String holds = verdict.holds() ? style.good("holds   ") : style.bad("DOES NOT");
      console.result("  " + holds + "   " + verdict.claim());
      verdict.details().forEach(detail -> console.result("             " + detail));
    }
  }

  private void show(SeedOutcomes all, Results results, Path place) {
    if (console.json()) {
      console.raw(Json.write(results));
      return;
    }
    if (results.synthetic()) {
      console.result("SYNTHETIC data: these figures say nothing about Fashion-MNIST.");
      console.result("");
    }
    Style style = console.style();
    if (all.several()) {
      console.result(SeedTable.of(all, results.claims(), style));
    } else {
      console.result(ComparisonTable.of(Comparison.of(all.first()), style));
      console.result("");
      showVerdicts(all.first(), style);
    }
    console.result("");
    console.result(
        "Results in " + place + Format.text(" (%.1f s)", results.provenance().durationSeconds()));
  }
}
