package dev.weft.metrics;

import dev.weft.text.Format;
import java.util.Locale;

/** The text form of an {@link Evaluation}. */
final class EvaluationTable {
  private static final String WEIGHTED = "weighted avg";

  private EvaluationTable() {}

  static String of(Evaluation evaluation) {
    StringBuilder table = new StringBuilder();
    if (evaluation.classifies()) {
      appendScores(table, evaluation);
    }
    if (!Double.isNaN(evaluation.loss()) || !evaluation.classifies()) {
      table.append(
          String.format(
              Locale.ROOT, "loss %.4f over %d samples%n", evaluation.loss(), evaluation.samples()));
    }
    return table.toString();
  }

  private static void appendScores(StringBuilder table, Evaluation evaluation) {
    int nameWidth =
        evaluation.perClass().stream().mapToInt(metrics -> metrics.name().length()).max().orElse(0);
    String name = "%" + Math.max(nameWidth, WEIGHTED.length()) + "s";
    String scores = name + " %10.4f %10.4f %10.4f %10d%n";
    table.append(
        String.format(
            name + " %10s %10s %10s %10s%n%n", "", "precision", "recall", "f1", "support"));
    for (ClassMetrics metrics : evaluation.perClass()) {
      table.append(
          String.format(
              Locale.ROOT,
              scores,
              Format.printable(metrics.name()),
              metrics.precision(),
              metrics.recall(),
              metrics.f1(),
              metrics.support()));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "%n" + name + " %10s %10s %10.4f %10d%n",
            "accuracy",
            "",
            "",
            evaluation.accuracy(),
            evaluation.samples()));
    appendAverages(table, scores, "macro avg", evaluation.macro(), evaluation.samples());
    appendAverages(table, scores, WEIGHTED, evaluation.weighted(), evaluation.samples());
  }

  private static void appendAverages(
      StringBuilder table, String format, String name, Averages averages, int samples) {
    table.append(
        String.format(
            Locale.ROOT,
            format,
            name,
            averages.precision(),
            averages.recall(),
            averages.f1(),
            samples));
  }
}
