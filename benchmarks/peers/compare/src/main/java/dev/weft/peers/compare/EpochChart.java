package dev.weft.peers.compare;

import dev.weft.peers.compare.Results.Training;
import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.w3c.dom.Document;

/** Seconds an epoch over the batch size, both logarithmic; each with its best thread count. */
final class EpochChart {
  /** Dark on white, and apart for most of the colour-blind: Okabe and Ito's, and two greys. */
  private static final Color[] COLOURS = {
    new Color(213, 94, 0),
    new Color(0, 114, 178),
    new Color(86, 180, 233),
    new Color(0, 120, 90),
    new Color(0, 190, 140),
    new Color(90, 90, 90),
    new Color(204, 121, 167),
    new Color(140, 60, 110),
    new Color(170, 170, 170)
  };

  private EpochChart() {}

  static void write(Path file, Results results) throws IOException {
    Map<String, TreeMap<Integer, Double>> lines = new LinkedHashMap<>();
    for (Training t : results.training()) {
      lines
          .computeIfAbsent(t.peer() + " (" + t.form() + ")", name -> new TreeMap<>())
          .merge(t.batch(), t.secondsPerEpoch().median(), Math::min);
    }
    XYChart chart =
        new XYChartBuilder()
            .width(960)
            .height(600)
            .title("784-32-32-10, 50,000 images: seconds an epoch")
            .xAxisTitle("batch size")
            .yAxisTitle("seconds")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    chart.getStyler().setYAxisDecimalPattern("0.###");
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setSeriesColors(COLOURS);
    lines.forEach(
        (name, points) -> {
          XYSeries series =
              chart.addSeries(
                  name,
                  points.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                  points.values().stream().mapToDouble(Double::doubleValue).toArray());
          series.setLineWidth(name.startsWith("Weft") ? 4 : 1.5f);
        });
    if (!lines.isEmpty()) {
      SVGGraphics2D graphics = new SVGGraphics2D(document());
      graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
      chart.paint(graphics, chart.getWidth(), chart.getHeight());
      graphics.stream(file.toString(), true);
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no XML documents", e);
    }
  }
}
