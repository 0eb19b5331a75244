package dev.weft.report.pictures;

import dev.weft.metrics.Calibration;
import dev.weft.metrics.ClassMetrics;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.PrecisionRecallCurve;
import dev.weft.metrics.RocCurve;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what a classifier's answers are worth: curves over thresholds, calibration, scores. */
final class ClassifierPictures {
  private ClassifierPictures() {}

  /** ROC on the left, precision over recall on the right. */
  static Drawing curves(String title, RocCurve roc, PrecisionRecallCurve precisionRecall) {
    XYChart left =
        unit(
            Format.text("%s: ROC, area %.5f", title, roc.area()),
            "false-positive rate",
            "true-positive rate");
    left.getStyler().setLegendPosition(LegendPosition.InsideSE);
    VisiblePoints rates = new VisiblePoints();
    roc.points().forEach(point -> rates.add(point.falsePositiveRate(), point.truePositiveRate()));
    line(left, "classifier", rates.x(), rates.y());
    diagonal(left, "chance");
    XYChart right =
        unit(
            Format.text("%s: average precision %.5f", title, precisionRecall.averagePrecision()),
            "recall",
            "precision");
    right.getStyler().setLegendPosition(LegendPosition.InsideSW);
    VisiblePoints precisions = new VisiblePoints();
    precisionRecall.points().forEach(point -> precisions.add(point.recall(), point.precision()));
    line(right, "classifier", precisions.x(), precisions.y());
    return ChartDrawing.of(left, right);
  }

  /** Fraction that came true over mean probability, a point a bin. */
  static Drawing calibration(String title, Calibration calibration) {
    XYChart chart =
        unit(
            Format.text("%s: calibration error %.4f", title, calibration.expectedError()),
            "mean predicted probability",
            "fraction that came true");
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    List<Calibration.Bin> filled =
        calibration.bins().stream().filter(bin -> bin.samples() > 0).toList();
    XYSeries bins =
        line(
            chart,
            "bins",
            filled.stream().map(Calibration.Bin::meanProbability).toList(),
            filled.stream().map(Calibration.Bin::fraction).toList());
    bins.setMarker(SeriesMarkers.CIRCLE);
    bins.setMarkerColor(ChartDrawing.BLUE);
    diagonal(chart, "perfect");
    return ChartDrawing.of(chart);
  }

  /** Precision, recall and F1 of each class. */
  static Drawing scores(String title, Evaluation test) {
    List<ClassMetrics> classes = test.perClass();
    CategoryChart chart = ChartDrawing.categories(title + ": scores by class", "score");
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
    chart.getStyler().setXAxisLabelRotation(classes.size() > 4 ? 45 : 0);
    score(chart, "precision", classes, ClassMetrics::precision, ChartDrawing.ORANGE);
    score(chart, "recall", classes, ClassMetrics::recall, ChartDrawing.TEAL);
    score(chart, "F1", classes, ClassMetrics::f1, ChartDrawing.BLUE);
    return ChartDrawing.of(chart);
  }

  /** Training seconds of every epoch. */
  static Drawing speed(String title, Map<String, History> histories) {
    XYChart chart = ChartDrawing.chart(title, "epoch", "seconds");
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("0");
    Color[] colours = {ChartDrawing.BLUE, ChartDrawing.ORANGE};
    histories.forEach(
        (name, history) -> {
          XYSeries series =
              chart.addSeries(
                  name,
                  history.epochs().stream().map(EpochRecord::epoch).toList(),
                  history.epochs().stream().map(EpochRecord::seconds).toList());
          series.setMarker(SeriesMarkers.CIRCLE);
          Color colour = colours[(chart.getSeriesMap().size() - 1) % colours.length];
          series.setLineColor(colour);
          series.setMarkerColor(colour);
        });
    return ChartDrawing.of(chart);
  }

  private static XYChart unit(String title, String horizontal, String vertical) {
    XYChart chart = ChartDrawing.chart(title, horizontal, vertical);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(1.0);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(1.0);
    return chart;
  }

  private static XYSeries line(XYChart chart, String name, List<Double> x, List<Double> y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(ChartDrawing.BLUE);
    return series;
  }

  private static void diagonal(XYChart chart, String name) {
    XYSeries series = chart.addSeries(name, new double[] {0, 1}, new double[] {0, 1});
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(ChartDrawing.GREY);
    series.setLineStyle(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0));
  }

  private static void score(
      CategoryChart chart,
      String name,
      List<ClassMetrics> classes,
      ToDoubleFunction<ClassMetrics> value,
      Color colour) {
    CategorySeries series =
        chart.addSeries(
            name,
            classes.stream().map(ClassMetrics::name).toList(),
            classes.stream().map(value::applyAsDouble).toList());
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(colour);
  }
}
