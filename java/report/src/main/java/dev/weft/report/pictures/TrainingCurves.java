package dev.weft.report.pictures;

import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a training run: loss on the left, accuracy on the right, over the epochs. */
final class TrainingCurves {
  private static final Color BEST = new Color(44, 160, 44);

  private TrainingCurves() {}

  /** The picture of a history that has at least one epoch. */
  static Drawing of(String title, History history) {
    XYChart loss = chart(title + ": loss", "loss", LegendPosition.InsideNE);
    add(loss, "loss", history, EpochRecord::loss, ChartDrawing.BLUE);
    add(loss, "val_loss", history, EpochRecord::valLoss, ChartDrawing.ORANGE);
    markBest(loss, history, EpochRecord::valLoss);
    XYChart accuracy = chart(title + ": accuracy", "accuracy", LegendPosition.InsideSE);
    add(accuracy, "accuracy", history, EpochRecord::accuracy, ChartDrawing.BLUE);
    add(accuracy, "val_accuracy", history, EpochRecord::valAccuracy, ChartDrawing.ORANGE);
    markBest(accuracy, history, EpochRecord::valAccuracy);
    return accuracy.getSeriesMap().isEmpty()
        ? ChartDrawing.of(loss)
        : ChartDrawing.of(loss, accuracy);
  }

  private static XYChart chart(String title, String figure, LegendPosition legend) {
    XYChart chart = ChartDrawing.chart(title, "epoch", figure);
    chart.getStyler().setLegendPosition(legend);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisDecimalPattern("0.0###");
    return chart;
  }

  private static void add(
      XYChart chart,
      String name,
      History history,
      ToDoubleFunction<EpochRecord> figure,
      Color colour) {
    List<Integer> epochs = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (EpochRecord epoch : history.epochs()) {
      double value = figure.applyAsDouble(epoch);
      if (Double.isFinite(value)) {
        epochs.add(epoch.epoch());
        values.add(value);
      }
    }
    if (!epochs.isEmpty()) {
      XYSeries series = chart.addSeries(name, epochs, values);
      series.setMarker(epochs.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      series.setLineColor(colour);
      series.setMarkerColor(colour);
    }
  }

  private static void markBest(
      XYChart chart, History history, ToDoubleFunction<EpochRecord> figure) {
    history
        .best()
        .filter(best -> Double.isFinite(figure.applyAsDouble(best)))
        .ifPresent(
            best -> {
              XYSeries point =
                  chart.addSeries(
                      "lowest val_loss",
                      List.of(best.epoch()),
                      List.of(figure.applyAsDouble(best)));
              point.setMarker(SeriesMarkers.DIAMOND);
              point.setMarkerColor(BEST);
              point.setLineColor(BEST);
            });
  }
}
