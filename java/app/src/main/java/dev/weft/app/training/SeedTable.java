package dev.weft.app.training;

import dev.weft.app.console.Style;
import dev.weft.runs.experiments.Claim;
import dev.weft.runs.experiments.Experiment;
import dev.weft.runs.experiments.Outcome;
import dev.weft.runs.experiments.SeedFigures;
import dev.weft.runs.experiments.SeedOutcomes;
import dev.weft.runs.experiments.Study;
import dev.weft.runs.statistics.Summary;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What several seeds came to, at most 80 columns wide, and the study's conclusions below. */
final class SeedTable {
  private static final int WIDTH = 79;

  private SeedTable() {}

  static String of(SeedOutcomes all, List<Claim> claims, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.strong(all.seeds().size() + " seeds, last weights"));
    lines.add(
        style.strong(
            Format.text(
                "%-10s  %-10s  %6s  %6s  %6s  %-15s  %s",
                "", "accuracy", "study", "mean", "sd", "95 % interval", "range")));
    add(lines, all, Outcome::multiclass, Study.MULTICLASS_TEST_ACCURACY, style);
    add(lines, all, Outcome::binary, Study.BINARY_TEST_ACCURACY, style);
    add(lines, all, Outcome::binarized, Study.BINARIZED_TEST_ACCURACY, style);
    List<Double> together = all.figures(Outcome::multiclass).ensembleAccuracies();
    if (!together.isEmpty()) {
      lines.add(
          Format.text(
              "All %d ten-class networks together, outputs averaged: %.4f",
              together.size(), together.get(together.size() - 1)));
    }
    lines.add("");
    lines.add(style.strong("The study's conclusions over " + all.seeds().size() + " seeds:"));
    for (Claim claim : claims) {
      lines.add("");
      lines.addAll(wrapped("  ", sentence(claim)));
      claim.details().forEach(detail -> lines.addAll(wrapped("    ", detail)));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static void add(
      List<String> lines,
      SeedOutcomes all,
      Function<Outcome, Experiment> experiment,
      double study,
      Style style) {
    SeedFigures figures = all.figures(experiment);
    String name = experiment.apply(all.first()).name();
    lines.add(style.faint("-".repeat(WIDTH)));
    figures
        .testAccuracySummary()
        .ifPresent(s -> lines.add(row(name, "test", Format.text("%.3f", study), s)));
    figures.valAccuracySummary().ifPresent(s -> lines.add(row("", "validation", "", s)));
  }

  private static String row(String name, String figure, String study, Summary summary) {
    return Format.text(
        "%-10s  %-10s  %6s  %.4f  %.4f  %.4f - %.4f  %.4f - %.4f",
        name,
        figure,
        study,
        summary.mean(),
        summary.standardDeviation(),
        summary.interval().lower(),
        summary.interval().upper(),
        summary.min(),
        summary.max());
  }

  private static String sentence(Claim claim) {
    return Character.toUpperCase(claim.sentence().charAt(0)) + claim.sentence().substring(1);
  }

  /** Lines of words, indented. */
  private static List<String> wrapped(String indent, String text) {
    List<String> lines = new ArrayList<>();
    String line = indent;
    for (String word : text.split(" ")) {
      if (line.length() + word.length() > WIDTH) {
        lines.add(line.stripTrailing());
        line = indent + "  ";
      }
      line += word + " ";
    }
    lines.add(line.stripTrailing());
    return lines;
  }
}
