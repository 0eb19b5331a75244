package dev.weft.benchmarks;

import dev.weft.text.Format;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Paints one panel of a {@link ScalingPicture}: a tick below every value that was measured, lines
 * between the points of a series, the series' names beside the title or, where they are too long,
 * one below the other in the plot.
 */
final class PanelPainter {
  private static final List<Color> COLOURS =
      List.of(
          new Color(31, 119, 180),
          new Color(255, 127, 14),
          new Color(44, 160, 44),
          new Color(148, 103, 189),
          new Color(140, 86, 75));

  private static final Color GRID = new Color(225, 225, 225);
  private static final Color TEXT = Color.DARK_GRAY;
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final int LEFT = 62;
  private static final int RIGHT = 22;
  private static final int TOP = 62;
  private static final int BOTTOM = 48;
  private static final int TITLE_Y = TOP - 36;
  private static final int LABEL_LINE = 16;
  private static final int NAME_GAP = 24;
  private static final double DOT = 3;

  private final Graphics2D graphics;
  private final ScalingPicture.Panel panel;
  private final int width;
  private final int height;
  private final TreeSet<Double> across = new TreeSet<>();
  private final Scale vertical;

  PanelPainter(Graphics2D graphics, ScalingPicture.Panel panel, int width, int height) {
    this.graphics = graphics;
    this.panel = panel;
    this.width = width;
    this.height = height;
    TreeSet<Double> values = new TreeSet<>();
    for (Map<Double, Double> series : panel.series().values()) {
      across.addAll(series.keySet());
      values.addAll(series.values());
    }
    this.vertical =
        panel.logarithmic()
            ? Scale.logarithmic(values.first(), values.last())
            : Scale.linear(values.last());
  }

  void paint() {
    graphics.setColor(TEXT);
    graphics.setFont(TITLE);
    graphics.drawString(panel.title(), LEFT, TITLE_Y);
    graphics.setFont(LABEL);
    graphics.drawString(panel.vertical(), LEFT, TOP - 12);
    centred(panel.horizontal(), (LEFT + width - RIGHT) / 2.0, height - 8);
    paintGrid();
    paintSeries();
  }

  private void paintGrid() {
    graphics.setStroke(new BasicStroke(1));
    for (double tick : vertical.ticks()) {
      line(LEFT, y(tick), width - RIGHT, y(tick));
      String label = number(tick);
      int labelWidth = graphics.getFontMetrics().stringWidth(label);
      graphics.drawString(label, LEFT - 8 - labelWidth, (float) y(tick) + 4);
    }
    for (double value : across) {
      line(x(value), TOP, x(value), height - BOTTOM);
      centred(number(value), x(value), height - BOTTOM + 16);
    }
  }

  private void line(double fromX, double fromY, double toX, double toY) {
    graphics.setColor(GRID);
    graphics.draw(new Line2D.Double(fromX, fromY, toX, toY));
    graphics.setColor(TEXT);
  }

  private void paintSeries() {
    int nameX = width - RIGHT - legendWidth();
    boolean beside = nameX > LEFT + titleWidth() + NAME_GAP;
    int nameY = beside ? TITLE_Y : TOP + LABEL_LINE;
    int colour = 0;
    for (Map.Entry<String, ? extends Map<Double, Double>> series : panel.series().entrySet()) {
      graphics.setColor(COLOURS.get(colour++ % COLOURS.size()));
      paint(series.getValue());
      String name = series.getKey();
      int taken = graphics.getFontMetrics().stringWidth(name) + NAME_GAP;
      if (!beside) {
        nameX = width - RIGHT - taken;
      }
      // A series that is alone has no name.
      if (!name.isEmpty()) {
        dot(nameX + 8.0, nameY - 4.0);
        graphics.drawString(name, nameX + 15, nameY);
      }
      nameX += taken;
      nameY += beside ? 0 : LABEL_LINE;
    }
  }

  private int legendWidth() {
    return panel.series().keySet().stream()
        .mapToInt(name -> graphics.getFontMetrics().stringWidth(name) + NAME_GAP)
        .sum();
  }

  private int titleWidth() {
    return graphics.getFontMetrics(TITLE).stringWidth(panel.title());
  }

  private void paint(Map<Double, Double> points) {
    graphics.setStroke(new BasicStroke(1.6f));
    double beforeX = Double.NaN;
    double beforeY = Double.NaN;
    for (Map.Entry<Double, Double> point : points.entrySet()) {
      double x = x(point.getKey());
      double y = y(point.getValue());
      if (!Double.isNaN(beforeX)) {
        graphics.draw(new Line2D.Double(beforeX, beforeY, x, y));
      }
      dot(x, y);
      beforeX = x;
      beforeY = y;
    }
  }

  private void dot(double x, double y) {
    graphics.fill(new Ellipse2D.Double(x - DOT, y - DOT, 2 * DOT, 2 * DOT));
  }

  private void centred(String text, double x, double y) {
    int textWidth = graphics.getFontMetrics().stringWidth(text);
    graphics.drawString(text, (float) (x - textWidth / 2.0), (float) y);
  }

  /** Logarithmic between the ends; one value alone stands in the middle. */
  private double x(double value) {
    double range = Math.log(across.last() / across.first());
    double part = range == 0 ? 0.5 : Math.log(value / across.first()) / range;
    int margin = 14;
    return LEFT + margin + part * (width - RIGHT - LEFT - 2 * margin);
  }

  private double y(double value) {
    return height - BOTTOM - vertical.part(value) * (height - BOTTOM - TOP);
  }

  private static String number(double value) {
    return value >= 10_000
        ? Format.text("%,.0f", value)
        : Format.text("%s", value == Math.rint(value) ? (Object) (long) value : (Object) value);
  }
}
