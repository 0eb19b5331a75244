package dev.weft.app.training;

import dev.weft.report.compare.RunComparison;
import dev.weft.runs.records.RecordedRun;
import dev.weft.runs.records.RecordedRun.Result;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same for a terminal: a line a run for each model, at most 100 columns wide. */
public final class CompareTable {
  private static final int NAME = 30;
  private static final int WIDEST = 100;
  private static final String FORMAT = "%-10s  %-30s %9s %9s %9s %6s %10s";

  private CompareTable() {}

  /** The lines of a comparison. */
  public static List<String> lines(RunComparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Format.text(FORMAT, "", "", "test acc.", "test loss", "val. loss", "epochs", "s/epoch"));
    for (String model : comparison.models()) {
      lines.add("-".repeat(91));
      String first = model;
      for (RecordedRun run : comparison.runs()) {
        Optional<Result> result = RunComparison.result(run, model);
        if (result.isPresent()) {
          lines.add(line(first, run, result.get()));
          first = "";
        }
      }
    }
    List<List<String>> differences = comparison.differences();
    lines.add("");
    if (differences.isEmpty()) {
      lines.add("Nothing differs in configuration, data, device or versions.");
      return lines;
    }
    lines.add("What differs:");
    for (List<String> row : differences) {
      lines.add(
          cut("  " + row.get(0) + ": " + String.join(" | ", row.subList(1, row.size())), WIDEST));
    }
    return lines;
  }

  private static String line(String first, RecordedRun run, Result result) {
    return Format.text(
        FORMAT,
        first,
        cut(run.name() + (run.synthetic() ? " SYNTHETIC" : ""), NAME),
        Format.decimal(result.last().testAccuracy()),
        Format.decimal(result.last().testLoss()),
        Format.decimal(result.last().valLoss()),
        result.epochs(),
        Format.seconds(result.secondsPerEpoch()));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }
}
