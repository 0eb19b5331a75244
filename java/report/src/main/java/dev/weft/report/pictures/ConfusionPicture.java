package dev.weft.report.pictures;

import dev.weft.metrics.ConfusionMatrix;
import dev.weft.text.Format;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws a confusion matrix: a row for each true class, a column for each predicted one, in the
 * cells counts and per cent of the row, each cell as dark as its share of the row.
 */
final class ConfusionPicture implements Drawing {
  private static final int MARGIN = 24;
  private static final int TITLE = 64;
  private static final int AXIS = 28;
  private static final int SMALLEST_CELL = 64;
  private static final int SMALLEST_GRID = 320;
  private static final Color DARK = new Color(8, 48, 107);
  private static final Color INK = new Color(40, 40, 40);

  private final ConfusionMatrix matrix;
  private final List<String> names;
  private final String title;
  private final Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private final Font bold = font.deriveFont(Font.BOLD, 16f);
  private final Font small = font.deriveFont(11f);
  private final int cell;
  private final int left;
  private final int top;
  private final int header;
  private final boolean slanted;
  private final int width;

  /** The picture of a matrix under a title. */
  ConfusionPicture(String title, ConfusionMatrix matrix) {
    this.title = title;
    this.matrix = matrix;
    this.names = matrix.classNames();
    FontMetrics metrics = metrics(font);
    int widest = names.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    cell = Math.max(SMALLEST_CELL, SMALLEST_GRID / names.size());
    left = MARGIN + AXIS + widest + 12;
    // Column names are slanted where they do not fit their column.
    slanted = widest > cell - 8;
    header = slanted ? (int) (widest * 0.72) + 24 : 28;
    top = MARGIN + TITLE + AXIS + header;
    int overhang = slanted ? (int) (widest * 0.72) : 0;
    int titleWidth = MARGIN + metrics(bold).stringWidth(title) + MARGIN;
    width = Math.max(left + cell * names.size() + Math.max(MARGIN, overhang), titleWidth);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return top + cell * names.size() + MARGIN;
  }

  @Override
  public void paint(Graphics2D g) {
    prepare(g, width(), height());
    drawTitles(g);
    drawColumnNames(g);
    drawCells(g);
  }

  private static FontMetrics metrics(Font font) {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return g.getFontMetrics(font);
    } finally {
      g.dispose();
    }
  }

  private static void prepare(Graphics2D g, int width, int height) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(INK);
  }

  private void drawTitles(Graphics2D g) {
    g.setFont(bold);
    g.drawString(title, MARGIN, MARGIN + 16);
    g.setFont(font);
    g.drawString(matrix.correct() + " of " + matrix.total() + " right", MARGIN, MARGIN + 40);
    int grid = cell * names.size();
    centred(g, "predicted", left + grid / 2, top - header - 10);
    Graphics2D turned = (Graphics2D) g.create();
    turned.rotate(-Math.PI / 2, MARGIN + 12, top + grid / 2.0);
    centred(turned, "truth", MARGIN + 12, top + grid / 2);
    turned.dispose();
  }

  private void drawColumnNames(Graphics2D g) {
    for (int k = 0; k < names.size(); k++) {
      int x = left + k * cell + cell / 2;
      if (!slanted) {
        centred(g, names.get(k), x, top - 8);
        continue;
      }
      Graphics2D turned = (Graphics2D) g.create();
      turned.rotate(-Math.PI / 4, x, top - 8);
      turned.drawString(names.get(k), x, top - 8);
      turned.dispose();
    }
  }

  private void drawCells(Graphics2D g) {
    FontMetrics metrics = g.getFontMetrics();
    g.setStroke(new BasicStroke(1));
    for (int truth = 0; truth < names.size(); truth++) {
      int y = top + truth * cell;
      String name = names.get(truth);
      g.setColor(INK);
      g.drawString(name, left - 8 - metrics.stringWidth(name), y + cell / 2 + 5);
      long row = rowTotal(truth);
      for (int predicted = 0; predicted < names.size(); predicted++) {
        long count = matrix.count(truth, predicted);
        double share = row == 0 ? 0 : (double) count / row;
        int x = left + predicted * cell;
        g.setColor(shade(share));
        g.fillRect(x, y, cell, cell);
        g.setColor(new Color(225, 225, 225));
        g.drawRect(x, y, cell, cell);
        g.setColor(share > 0.4 ? Color.WHITE : count == 0 ? new Color(170, 170, 170) : INK);
        g.setFont(font);
        centred(g, Long.toString(count), x + cell / 2, y + cell / 2);
        g.setFont(small);
        centred(g, Format.text("%.1f %%", 100 * share), x + cell / 2, y + cell / 2 + 16);
        g.setFont(font);
      }
    }
  }

  private long rowTotal(int truth) {
    long total = 0;
    for (int predicted = 0; predicted < names.size(); predicted++) {
      total += matrix.count(truth, predicted);
    }
    return total;
  }

  /** From white to dark blue; the root makes small shares, the mistakes, visible. */
  private static Color shade(double share) {
    double depth = Math.sqrt(share);
    return new Color(
        mix(255, DARK.getRed(), depth),
        mix(255, DARK.getGreen(), depth),
        mix(255, DARK.getBlue(), depth));
  }

  private static int mix(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }

  private static void centred(Graphics2D g, String text, int x, int y) {
    g.drawString(text, x - g.getFontMetrics().stringWidth(text) / 2, y);
  }
}
