package dev.weft.app.training;

import dev.weft.app.console.Console;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Failures;
import dev.weft.report.SweepPage;
import dev.weft.runs.Json;
import dev.weft.runs.Provenance;
import dev.weft.runs.RunFiles;
import dev.weft.runs.RunFolder;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.sweep.Configuration;
import dev.weft.runs.sweep.Standing;
import dev.weft.runs.sweep.Sweep;
import dev.weft.runs.sweep.SweepPlan;
import dev.weft.runs.sweep.SweepReport;
import dev.weft.runs.sweep.SweepTables;
import dev.weft.text.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A search on the command line: runs it, writes the folder, and says what came of it.
 *
 * @param input what is read, as results name it
 * @param test whether the best configuration is measured on the test samples
 * @param page whether a page for people is wanted
 */
record SweepRun(
    Console console,
    Sweep sweep,
    DataSpec input,
    RunFolder folder,
    Provenance.Start started,
    boolean test,
    boolean page) {
  /** Does all of it and returns the exit code. */
  int finish(List<Configuration> configurations) {
    Optional<List<Standing>> ranked = sweep.run(configurations);
    if (ranked.isEmpty()) {
      return interrupted();
    }
    List<Standing> standings = ranked.get();
    Standing best = standings.get(0);
    boolean sound = best.failed() < best.results().size();
    List<TrainedModel> models = sound ? models(best) : List.of();
    if (sound && models.isEmpty()) {
      return interrupted();
    }
    int looks = SweepReport.testLooks(folder) + (test && sound ? 1 : 0);
    Optional<SweepReport.Test> tested =
        test && sound
            ? Optional.of(SweepReport.Test.of(sweep.test(models), sweep.plan().weights()))
            : Optional.empty();
    Provenance provenance =
        Provenance.of(
            started, sweep.plan().seeds().get(0), Map.of("best", best.configuration().spec()));
    SweepReport report = SweepReport.of(sweep.plan(), standings, looks, tested, input, provenance);
    boolean drawn = write(standings, models, report);
    folder.publish();
    show(standings, report);
    if (!sound) {
      console.warn("all trainings failed: " + best.failure().orElse("none has figures"));
    }
    return sound && drawn ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** The models of the best configuration; none where somebody wanted it to stop. */
  private List<TrainedModel> models(Standing best) {
    int seeds = test ? sweep.plan().seeds().size() : 1;
    List<TrainedModel> models = sweep.train(best.configuration(), seeds);
    return models.size() == seeds ? models : List.of();
  }

  private int interrupted() {
    if (sweep.hasNothing()) {
      console.warn("interrupted before the end of the first training; nothing was kept");
    } else {
      Path place = folder.publishUnfinished();
      console.warn(
          "interrupted; what is trained is kept: the same command with --out "
              + place
              + " goes on");
    }
    return ExitCode.INTERRUPTED;
  }

  /** Writes all; whether the page could be drawn, which costs no results. */
  private boolean write(List<Standing> standings, List<TrainedModel> models, SweepReport report) {
    RunFiles files = new RunFiles(folder, report.synthetic(), List.of());
    SweepPlan plan = sweep.plan();
    models.stream().limit(1).forEach(files::keep);
    files.search(SweepTables.ranking(plan, standings), SweepTables.trials(plan, standings));
    files.results(report);
    if (!page) {
      return true;
    }
    try {
      SweepPage.write(folder, plan, standings, report);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      console.warn(Failures.message(e));
      return false;
    }
  }

  private void show(List<Standing> standings, SweepReport report) {
    if (console.json()) {
      console.raw(Json.write(report));
      return;
    }
    report.notice().ifPresent(notice -> console.result(notice + "."));
    console.result(SweepTable.of(standings, console.style()));
    report
        .test()
        .ifPresent(
            tested -> {
              console.result("");
              console.result(
                  "the best on the test samples: "
                      + tested
                          .testAccuracy()
                          .map(accuracy -> "test_accuracy " + accuracy.words() + ", ")
                          .orElse("")
                      + "test_loss "
                      + tested.testLoss().words()
                      + (report.testLooks() > 1
                          ? " (look " + report.testLooks() + " at them in this folder)"
                          : ""));
            });
    console.result("");
    console.result(
        "Results in "
            + folder.target()
            + Format.text(" (%.1f s)", report.provenance().durationSeconds()));
  }
}
