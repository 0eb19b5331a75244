package dev.weft.report.html;

import dev.weft.metrics.Averages;
import dev.weft.metrics.ClassMetrics;
import dev.weft.metrics.Evaluation;
import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Precision, recall and F1 of each class. */
public record ScoresView(Chart chart, DataTable table) {
  static ScoresView of(String model, Evaluation test) {
    List<ClassMetrics> classes = test.perClass();
    List<List<String>> rows = new ArrayList<>();
    for (ClassMetrics metrics : classes) {
      rows.add(
          DataTable.row(
              metrics.name(),
              Format.decimal(metrics.precision()),
              Format.decimal(metrics.recall()),
              Format.decimal(metrics.f1()),
              Long.toString(metrics.support())));
    }
    rows.add(averages("mean of the classes", test.macro(), test.samples()));
    rows.add(averages("mean by samples", test.weighted(), test.samples()));
    Chart chart =
        new Chart(
            model + "-scores",
            "Precision, recall and F1 by class",
            "Points of precision, recall and F1 for each class; the table has the figures",
            Axis.of("class", classes.stream().map(ClassMetrics::name).toList()),
            Axis.free("score"),
            List.of(
                series("precision", "c2", classes, ClassMetrics::precision),
                series("recall", "c3", classes, ClassMetrics::recall),
                series("F1", "c1", classes, ClassMetrics::f1)),
            List.of(),
            Optional.empty());
    return new ScoresView(
        chart,
        new DataTable(
            model + ": scores of each class",
            List.of("class", "precision", "recall", "F1", "samples"),
            rows));
  }

  private static Series series(
      String name, String role, List<ClassMetrics> classes, ToDoubleFunction<ClassMetrics> score) {
    List<List<Double>> points = new ArrayList<>();
    for (int k = 0; k < classes.size(); k++) {
      points.add(Chart.point(k, score.applyAsDouble(classes.get(k))));
    }
    return new Series(name, role, Shape.POINTS, points);
  }

  private static List<String> averages(String name, Averages averages, int samples) {
    return DataTable.row(
        name,
        Format.decimal(averages.precision()),
        Format.decimal(averages.recall()),
        Format.decimal(averages.f1()),
        Integer.toString(samples));
  }
}
