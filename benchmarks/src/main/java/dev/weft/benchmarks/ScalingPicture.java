package dev.weft.benchmarks;

import dev.weft.files.AtomicFile;
import dev.weft.files.IoErrors;
import dev.weft.report.pictures.Pictures;
import dev.weft.report.pictures.Svg;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import javax.imageio.ImageIO;

/** Panels in rows of three over a caption, as SVG for pages and as PNG for everything else. */
final class ScalingPicture {
  private static final int COLUMNS = 3;
  private static final int WIDTH = 460;
  private static final int HEIGHT = 340;
  private static final int LINE = 18;
  private static final int MARGIN = 14;
  private static final Font CAPTION = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /**
   * One chart.
   *
   * @param vertical the unit, and what is the same in all series
   * @param logarithmic whether the vertical axis is; the horizontal one always is
   * @param series values over the horizontal axis by name, in the order of the legend
   */
  record Panel(
      String title,
      String horizontal,
      String vertical,
      boolean logarithmic,
      Map<String, ? extends SortedMap<Double, Double>> series) {}

  private final List<Panel> panels;
  private final List<String> caption;

  ScalingPicture(List<Panel> panels, List<String> caption) {
    this.panels = List.copyOf(panels);
    this.caption = List.copyOf(caption);
  }

  /**
   * Writes {@code name.svg} and {@code name.png}.
   *
   * @throws SuiteException where this machine has no fonts to draw with
   */
  List<Path> write(Path folder, String name) {
    byte[] vector;
    byte[] bitmap;
    try {
      Pictures.requireFonts();
      vector = Svg.of(width(), height(), this::paint);
      bitmap = png();
    } catch (Pictures.Unavailable e) {
      throw new SuiteException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path svg = folder.resolve(name + ".svg");
    Path png = folder.resolve(name + ".png");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot make the folder " + folder, e);
    }
    AtomicFile.write(svg, vector);
    AtomicFile.write(png, bitmap);
    return List.of(svg, png);
  }

  private byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    paint(graphics);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private int width() {
    return COLUMNS * WIDTH;
  }

  private int rowsHeight() {
    return (panels.size() + COLUMNS - 1) / COLUMNS * HEIGHT;
  }

  private int height() {
    return rowsHeight() + caption.size() * LINE + MARGIN;
  }

  private void paint(Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width(), height());
    for (int i = 0; i < panels.size(); i++) {
      int x = i % COLUMNS * WIDTH;
      int y = i / COLUMNS * HEIGHT;
      graphics.translate(x, y);
      new PanelPainter(graphics, panels.get(i), WIDTH, HEIGHT).paint();
      graphics.translate(-x, -y);
    }
    graphics.setColor(Color.DARK_GRAY);
    graphics.setFont(CAPTION);
    for (int i = 0; i < caption.size(); i++) {
      graphics.drawString(caption.get(i), MARGIN, rowsHeight() + (i + 1) * LINE);
    }
  }
}
