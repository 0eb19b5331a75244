package dev.weft.app.training;

import dev.weft.app.console.Style;
import dev.weft.runs.experiments.Comparison;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;

/** A comparison with the study as a table of at most 100 columns. */
final class ComparisonTable {
  private static final String FORMAT = "%-10s  %-22s %20s %20s %20s";

  private ComparisonTable() {}

  static String of(Comparison comparison, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.strong(line("", "", "study", "last weights", "best val_loss")));
    String experiment = "";
    for (Comparison.Row row : comparison.rows()) {
      boolean first = !row.experiment().equals(experiment);
      experiment = row.experiment();
      if (first) {
        lines.add(style.faint("-".repeat(96)));
      }
      String line =
          line(first ? experiment : "", row.figure(), row.study(), row.last(), row.best());
      lines.add(first ? style.strong(experiment) + line.substring(experiment.length()) : line);
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(Object... cells) {
    return Format.text(FORMAT, cells).stripTrailing();
  }
}
