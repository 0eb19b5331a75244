package dev.weft.report.html;

import dev.weft.metrics.BinaryCounts;
import dev.weft.metrics.PrecisionRecallCurve;
import dev.weft.metrics.Predictions;
import dev.weft.metrics.RocCurve;
import dev.weft.report.html.Chart.Axis;
import dev.weft.report.html.Chart.Mark;
import dev.weft.report.html.Chart.Series;
import dev.weft.report.html.Chart.Shape;
import dev.weft.report.html.Chart.Zoom;
import dev.weft.report.pictures.VisiblePoints;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What becomes of a two-class classifier when its threshold moves.
 *
 * @param positive the name of class 1
 * @param charts ROC, precision over recall, scores over the threshold
 * @param areas of the two curves, in words
 * @param thresholds counts at each threshold, for the slider
 * @param table the same in short
 */
public record Curves(
    String positive,
    List<Chart> charts,
    String areas,
    List<AtThreshold> thresholds,
    DataTable table) {
  private static final int STEPS = 100;
  private static final int TABLE_EVERY = 10;

  /**
   * Counts at one threshold.
   *
   * @param t the threshold
   * @param tp true positives
   * @param fp false positives
   * @param fn false negatives
   * @param tn true negatives
   */
  public record AtThreshold(double t, long tp, long fp, long fn, long tn) {}

  public Curves {
    charts = List.copyOf(charts);
    thresholds = List.copyOf(thresholds);
  }

  /** Of a two-class classifier's predictions; empty where they have no curves. */
  static Optional<Curves> of(String model, Predictions predictions) {
    if (!predictions.binary() || !predictions.areProbabilities()) {
      return Optional.empty();
    }
    float[] scores = predictions.scores();
    RocCurve roc = RocCurve.of(predictions.truth(), scores);
    if (Double.isNaN(roc.area())) {
      return Optional.empty();
    }
    PrecisionRecallCurve precisionRecall = PrecisionRecallCurve.of(predictions.truth(), scores);
    List<BinaryCounts> counts = new ArrayList<>();
    for (int step = 0; step <= STEPS; step++) {
      counts.add(BinaryCounts.at((double) step / STEPS, predictions.truth(), scores));
    }
    String positive = predictions.classNames().get(1);
    return Optional.of(
        new Curves(
            positive,
            List.of(
                rocChart(model, positive, roc),
                precisionRecallChart(model, positive, precisionRecall),
                thresholdChart(model, positive, counts)),
            Format.text(
                "area under the ROC curve %.5f, average precision %.5f",
                roc.area(), precisionRecall.averagePrecision()),
            atThresholds(counts),
            table(model, counts)));
  }

  private static Chart rocChart(String model, String positive, RocCurve roc) {
    VisiblePoints points = new VisiblePoints();
    roc.points().forEach(point -> points.add(point.falsePositiveRate(), point.truePositiveRate()));
    return new Chart(
        model + "-roc",
        Format.text("ROC, area %.5f", roc.area()),
        Format.text(
            "True-positive over false-positive rate for %s; area under the curve %.5f",
            positive, roc.area()),
        Axis.unit("false-positive rate"),
        Axis.unit("true-positive rate"),
        List.of(
            new Series("classifier", "c1", Shape.LINE, points(points)),
            new Series(
                "chance", "muted", Shape.DASHED, List.of(Chart.point(0, 0), Chart.point(1, 1)))),
        List.of(),
        Optional.of(new Zoom(0, 0.1, 0.9, 1)));
  }

  private static Chart precisionRecallChart(
      String model, String positive, PrecisionRecallCurve curve) {
    VisiblePoints points = new VisiblePoints();
    curve.points().forEach(point -> points.add(point.recall(), point.precision()));
    return new Chart(
        model + "-pr",
        Format.text("Precision and recall, average precision %.5f", curve.averagePrecision()),
        Format.text(
            "Precision over recall for %s; average precision %.5f",
            positive, curve.averagePrecision()),
        Axis.unit("recall"),
        Axis.unit("precision"),
        List.of(new Series("classifier", "c1", Shape.LINE, points(points))),
        List.of(),
        Optional.of(new Zoom(0.9, 1, 0.9, 1)));
  }

  private static List<List<Double>> points(VisiblePoints visible) {
    List<Double> x = visible.x();
    List<Double> y = visible.y();
    return IntStream.range(0, x.size()).mapToObj(i -> Chart.point(x.get(i), y.get(i))).toList();
  }

  private static Chart thresholdChart(String model, String positive, List<BinaryCounts> counts) {
    return new Chart(
        model + "-threshold",
        "What the threshold does",
        "Accuracy, precision and recall for " + positive + " over thresholds from 0 to 1",
        Axis.unit("threshold"),
        Axis.free("score"),
        List.of(
            overThresholds("accuracy", "c1", counts, BinaryCounts::accuracy),
            overThresholds("precision", "c2", counts, BinaryCounts::precision),
            overThresholds("recall", "c3", counts, BinaryCounts::recall)),
        List.of(new Mark(0.5, "0.50", "muted")),
        Optional.empty());
  }

  private static Series overThresholds(
      String name, String role, List<BinaryCounts> counts, ToDoubleFunction<BinaryCounts> score) {
    List<List<Double>> points = new ArrayList<>();
    // At the ends everything is one class, which would press all else into a line.
    for (int step = 1; step < STEPS; step++) {
      points.add(Chart.point((double) step / STEPS, score.applyAsDouble(counts.get(step))));
    }
    return new Series(name, role, Shape.LINE, points);
  }

  private static List<AtThreshold> atThresholds(List<BinaryCounts> counts) {
    List<AtThreshold> all = new ArrayList<>();
    for (int step = 0; step <= STEPS; step++) {
      BinaryCounts at = counts.get(step);
      all.add(
          new AtThreshold(
              (double) step / STEPS,
              at.truePositives(),
              at.falsePositives(),
              at.falseNegatives(),
              at.trueNegatives()));
    }
    return all;
  }

  private static DataTable table(String model, List<BinaryCounts> counts) {
    List<List<String>> rows = new ArrayList<>();
    for (int step = 0; step <= STEPS; step += TABLE_EVERY) {
      BinaryCounts at = counts.get(step);
      rows.add(
          DataTable.row(
              Format.text("%.2f", (double) step / STEPS),
              Format.decimal(at.accuracy()),
              Format.decimal(at.precision()),
              Format.decimal(at.recall()),
              Format.decimal(at.f1()),
              Format.decimal(at.falsePositiveRate()),
              Long.toString(at.truePositives()),
              Long.toString(at.falsePositives()),
              Long.toString(at.falseNegatives()),
              Long.toString(at.trueNegatives())));
    }
    return new DataTable(
        model + ": scores at thresholds",
        List.of(
            "threshold",
            "accuracy",
            "precision",
            "recall",
            "F1",
            "false-positive rate",
            "true pos.",
            "false pos.",
            "false neg.",
            "true neg."),
        rows);
  }
}
