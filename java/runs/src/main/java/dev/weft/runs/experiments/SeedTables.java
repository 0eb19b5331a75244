package dev.weft.runs.experiments;

import dev.weft.runs.statistics.Summary;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What several seeds came to as tables: by seed as CSV, in short for a paper. */
public final class SeedTables {
  /** The columns of {@link #rows}. */
  public static final List<String> COLUMNS =
      List.of("experiment", "study", "mean", "sd", "95 % interval", "min", "median", "max");

  private SeedTables() {}

  /** The mean test accuracy of each experiment and how it varies; texts, one a column. */
  public static List<List<String>> rows(SeedOutcomes all) {
    return List.of(
        row(all, Outcome::multiclass, Study.MULTICLASS_TEST_ACCURACY),
        row(all, Outcome::binary, Study.BINARY_TEST_ACCURACY),
        row(all, Outcome::binarized, Study.BINARIZED_TEST_ACCURACY));
  }

  private static List<String> row(
      SeedOutcomes all, Function<Outcome, Experiment> experiment, double study) {
    Summary summary = all.figures(experiment).testAccuracySummary().orElseThrow();
    return List.of(
        experiment.apply(all.first()).name(),
        Format.text("%.3f", study),
        Format.text("%.4f", summary.mean()),
        Format.text("%.4f", summary.standardDeviation()),
        Format.text("%.4f to %.4f", summary.interval().lower(), summary.interval().upper()),
        Format.text("%.4f", summary.min()),
        Format.text("%.4f", summary.median()),
        Format.text("%.4f", summary.max()));
  }

  /** A line a seed and experiment, with last and with best weights. */
  public static String csv(SeedOutcomes all) {
    StringBuilder csv =
        new StringBuilder(
            "seed,experiment,epochs,test_accuracy,val_accuracy,best_epoch,best_test_accuracy,"
                + "best_val_accuracy\n");
    for (int i = 0; i < all.seeds().size(); i++) {
      for (Experiment experiment : all.outcomes().get(i).experiments()) {
        ExperimentFigures last = experiment.last();
        ExperimentFigures best = experiment.best();
        csv.append(all.seeds().get(i)).append(',').append(experiment.name()).append(',');
        csv.append(experiment.history().epochs().size()).append(',');
        csv.append(last.test().accuracy()).append(',').append(last.validation().accuracy());
        csv.append(',').append(best.epoch()).append(',').append(best.test().accuracy());
        csv.append(',').append(best.validation().accuracy()).append('\n');
      }
    }
    return csv.toString();
  }

  /** {@link #rows} as a table of Markdown. */
  public static String markdown(SeedOutcomes all) {
    List<String> lines = new ArrayList<>();
    lines.add(caption(all) + "\n");
    lines.add(bar(COLUMNS));
    lines.add("|---" + "|---:".repeat(COLUMNS.size() - 1) + "|");
    rows(all).forEach(row -> lines.add(bar(row)));
    return String.join("\n", lines) + "\n";
  }

  private static String bar(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** {@link #rows} as a tabular of LaTeX, which needs no package. */
  public static String latex(SeedOutcomes all) {
    List<String> lines = new ArrayList<>();
    lines.add("% " + caption(all));
    lines.add("\\begin{tabular}{l" + "r".repeat(COLUMNS.size() - 1) + "}");
    lines.add("\\hline");
    lines.add(row(COLUMNS));
    lines.add("\\hline");
    rows(all).forEach(row -> lines.add(row(row)));
    lines.add("\\hline");
    lines.add("\\end{tabular}");
    return String.join("\n", lines) + "\n";
  }

  private static String row(List<String> cells) {
    return cells.stream().map(cell -> cell.replace("%", "\\%")).collect(Collectors.joining(" & "))
        + " \\\\";
  }

  private static String caption(SeedOutcomes all) {
    return Format.text(
        "Test accuracy with last weights over %d seeds (%d to %d); interval of the mean by"
            + " Student's t",
        all.seeds().size(), all.seeds().get(0), all.seeds().get(all.seeds().size() - 1));
  }
}
