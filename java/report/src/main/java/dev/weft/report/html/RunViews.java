package dev.weft.report.html;

import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.report.html.ModelSection.Fact;
import dev.weft.report.html.ReportPage.ProvenanceView;
import dev.weft.report.html.ReportPage.Speed;
import dev.weft.runs.Provenance;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingFields;
import dev.weft.train.TrainingSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last sections of a report: how fast the run was, and where its figures come from. */
public final class RunViews {
  private RunViews() {}

  /**
   * A training.
   *
   * @param samples that trained in each epoch
   */
  public record Timed(String model, History history, int samples) {}

  /** How fast the trainings were. */
  public static Speed speed(List<Timed> trainings, Provenance provenance) {
    List<List<String>> rows = new ArrayList<>();
    List<Series> series = new ArrayList<>();
    for (Timed timed : trainings) {
      List<EpochRecord> epochs = timed.history().epochs();
      double median = timed.history().secondsPerEpoch();
      rows.add(
          DataTable.row(
              timed.model(),
              Integer.toString(epochs.size()),
              Format.seconds(median),
              Format.rate(timed.samples() / median),
              Format.seconds(epochs.stream().mapToDouble(EpochRecord::seconds).sum()),
              Format.seconds(epochs.stream().mapToDouble(EpochRecord::validationSeconds).sum())));
      if (!epochs.isEmpty()) {
        series.add(
            new Series(
                timed.model(),
                "c" + (series.size() + 1),
                Shape.LINE,
                epochs.stream().map(e -> Chart.point(e.epoch(), e.seconds())).toList()));
      }
    }
    String text =
        provenance.device()
            + Format.text("; the whole run took %.1f s.", provenance.durationSeconds());
    Axis seconds = new Axis("seconds", List.of(), Optional.of(0.0), Optional.empty(), false);
    Optional<Chart> chart =
        series.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Chart(
                    "speed-epochs",
                    "Training time of each epoch",
                    "Seconds of training by epoch; the table has the medians",
                    Axis.epochs(),
                    seconds,
                    series,
                    List.of(),
                    Optional.empty()));
    return new Speed(
        text,
        new DataTable(
            "Speed of training",
            List.of(
                "model",
                "epochs",
                "an epoch, median",
                "samples/s",
                "training in all",
                "validation in all"),
            rows),
        chart);
  }

  /** Where the figures come from, and what repeats the run. */
  public static ProvenanceView provenance(Provenance provenance) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("started", Format.time(Instant.parse(provenance.started()))));
    facts.add(new Fact("seed", Long.toString(provenance.seed())));
    facts.add(new Fact("data", provenance.dataSource()));
    facts.add(new Fact("SHA-256 of the data", provenance.dataHash()));
    facts.add(new Fact("backend", provenance.backend() + ": " + provenance.device()));
    provenance.properties().forEach((name, value) -> facts.add(new Fact(name, value)));
    facts.add(
        new Fact(
            "platform",
            provenance.os()
                + ", "
                + provenance.arch()
                + ", "
                + provenance.processors()
                + " processors"));
    provenance.versions().forEach((name, value) -> facts.add(new Fact(name, value)));
    facts.add(new Fact("revision", provenance.gitCommit().orElse("unknown")));
    List<DataTable> tables = new ArrayList<>();
    tables.add(configuration(provenance.configuration()));
    return new ProvenanceView(repeat(provenance), remark(provenance), facts, tables);
  }

  private static String repeat(Provenance provenance) {
    String command = "./" + provenance.command();
    return provenance
        .gitCommit()
        .filter(commit -> !commit.endsWith("-dirty"))
        .map(commit -> "git checkout " + commit + "\n" + command)
        .orElse(command);
  }

  private static String remark(Provenance provenance) {
    return provenance.gitCommit().filter(commit -> commit.endsWith("-dirty")).isPresent()
        ? "The checkout had changes that its revision does not have."
        : "";
  }

  private static DataTable configuration(Map<String, TrainingSpec> models) {
    List<String> columns = new ArrayList<>(List.of("setting"));
    columns.addAll(models.keySet());
    List<List<String>> rows = new ArrayList<>();
    for (TrainingField field : TrainingFields.ALL) {
      List<String> row = new ArrayList<>(List.of(field.name().replace('_', ' ')));
      models.values().forEach(spec -> row.add(field.words(spec)));
      rows.add(row);
    }
    return new DataTable("Configuration", columns, rows);
  }
}
