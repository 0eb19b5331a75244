package dev.weft.app.training;

import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Failures;
import dev.weft.report.ImbalancePage;
import dev.weft.runs.Json;
import dev.weft.runs.Provenance;
import dev.weft.runs.RunFiles;
import dev.weft.runs.RunFolder;
import dev.weft.runs.imbalance.ImbalanceReport;
import dev.weft.runs.imbalance.ImbalanceReport.Row;
import dev.weft.runs.imbalance.ImbalanceStudy;
import dev.weft.runs.imbalance.ImbalanceStudy.Outcome;
import dev.weft.runs.input.DataSpec;
import dev.weft.text.Format;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A comparison of remedies on the command line: runs it, writes the folder, and says what came of
 * it.
 *
 * @param input what is read, as results name it
 * @param page whether a page for people is wanted
 */
record ImbalanceRun(
    Console console,
    ImbalanceStudy study,
    DataSpec input,
    RunFolder folder,
    Provenance.Start started,
    boolean page) {
  /** Does all of it and returns the exit code. */
  int finish() {
    Optional<Outcome> outcome = UsageException.interpreting(study::run);
    if (outcome.isEmpty()) {
      if (study.pipeline().stop().requested()) {
        console.warn("interrupted; nothing was kept");
        return ExitCode.INTERRUPTED;
      }
      console.warn(
          "a training diverged, so there is nothing to compare: try a lower learning rate");
      return ExitCode.FAILURE;
    }
    ImbalanceReport report =
        ImbalanceReport.of(
            study,
            outcome.get(),
            input,
            Provenance.of(started, study.spec().seed(), Map.of("imbalance", study.spec())));
    RunFiles files = new RunFiles(folder, report.synthetic(), List.of());
    files.imbalance(ImbalanceReport.csv(study, outcome.get()));
    files.results(report);
    boolean drawn = !page || drawn(report);
    folder.publish();
    show(report);
    return drawn ? ExitCode.OK : ExitCode.FAILURE;
  }

  private boolean drawn(ImbalanceReport report) {
    try {
      ImbalancePage.write(folder, report);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      console.warn(Failures.message(e));
      return false;
    }
  }

  private void show(ImbalanceReport report) {
    if (console.json()) {
      console.raw(Json.write(report));
      return;
    }
    report.notice().ifPresent(notice -> console.result(notice + "."));
    console.result(
        console
            .style()
            .strong(
                Format.text(
                    "%-16s  %-17s  %-15s  %s",
                    "remedy", "balanced accuracy", "macro F1", "lowest recall")));
    for (Row row : report.remedies()) {
      console.result(
          Format.text(
              "%-16s  %-17s  %-15s  %s",
              row.remedy(),
              row.balancedAccuracy().words(),
              row.macroF1().words(),
              lowest(report, row)));
    }
    console.result("");
    for (Row row : report.remedies()) {
      row.change().ifPresent(change -> console.result(row.remedy() + ": " + change.words() + "."));
    }
    console.result("");
    console.result(
        "Results in "
            + folder.target()
            + Format.text(" (%.1f s)", report.provenance().durationSeconds()));
  }

  private static String lowest(ImbalanceReport report, Row row) {
    int k =
        IntStream.range(0, row.recalls().size())
            .boxed()
            .min(Comparator.comparingDouble(i -> row.recalls().get(i).mean()))
            .orElseThrow();
    return Format.text("%.4f (%s)", row.recalls().get(k).mean(), report.classes().get(k).name());
  }
}
