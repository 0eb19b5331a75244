package dev.weft.report.pictures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Charts side by side.
 *
 * @param charts of the same size
 */
record ChartDrawing(List<Chart<?, ?>> charts) implements Drawing {
  static final Color BLUE = new Color(31, 119, 180);
  static final Color ORANGE = new Color(255, 127, 14);
  static final Color TEAL = new Color(23, 140, 130);
  static final Color GREY = new Color(150, 150, 150);

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  static ChartDrawing of(Chart<?, ?>... charts) {
    return new ChartDrawing(List.of(charts));
  }

  /** An empty chart in the style of all. */
  static XYChart chart(String title, String horizontal, String vertical) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(horizontal)
            .yAxisTitle(vertical)
            .build();
    style(chart);
    return chart;
  }

  /** One over named places. */
  static CategoryChart categories(String title, String vertical) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(vertical)
            .build();
    style(chart);
    return chart;
  }

  private static void style(Chart<?, ?> chart) {
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
  }

  @Override
  public int width() {
    return charts.size() * WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void paint(Graphics2D g) {
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D part = (Graphics2D) g.create();
      part.translate(i * WIDTH, 0);
      charts.get(i).paint(part, WIDTH, HEIGHT);
      part.dispose();
    }
  }
}
