package dev.weft.report.html;

import dev.weft.data.ImageSize;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import dev.weft.text.Format;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the units of the first layer look for: the weights of each as an image, blue below 0, white
 * at 0, red above.
 *
 * @param text how to read them
 * @param css the style rule with the images
 */
public record WeightsView(String text, List<Tile> tiles, String css) {
  private static final int COLUMNS = 8;
  private static final int MOST = 64;
  private static final int LEVELS = 255;

  public WeightsView {
    tiles = List.copyOf(tiles);
  }

  /**
   * Of a network's parameters; empty where its inputs are not the pixels of such images, or where
   * there is nothing to see.
   */
  static Optional<WeightsView> of(
      String model, Architecture architecture, float[] parameters, ImageSize size) {
    TensorSpec kernel = architecture.tensors().get(0);
    int inputs = kernel.shape().get(0);
    int units = kernel.shape().get(1);
    if (inputs != size.pixels()) {
      return Optional.empty();
    }
    int shown = Math.min(units, MOST);
    float largest = 0;
    for (int i = 0; i < kernel.length(); i++) {
      largest = Math.max(largest, Math.abs(parameters[kernel.offset() + i]));
    }
    if (!(largest > 0 && largest < Float.POSITIVE_INFINITY)) {
      return Optional.empty();
    }
    int rows = (shown + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(
            COLUMNS * size.width(),
            rows * size.height(),
            BufferedImage.TYPE_BYTE_INDEXED,
            colours());
    String name = model + "-weights";
    List<Tile> tiles = new ArrayList<>();
    for (int unit = 0; unit < shown; unit++) {
      int column = unit % COLUMNS;
      int row = unit / COLUMNS;
      for (int i = 0; i < inputs; i++) {
        float weight = parameters[kernel.offset() + i * units + unit];
        sheet
            .getRaster()
            .setSample(
                column * size.width() + i % size.width(),
                row * size.height() + i / size.width(),
                0,
                level(weight / largest));
      }
      tiles.add(
          new Tile(
              Optional.of(new SheetPicture(name, column, row, size.width(), size.height())),
              "Weights of unit " + (unit + 1) + " of the first layer",
              List.of(),
              ""));
    }
    String text =
        Format.text(
            "%d of %d units with the last weights; blue is negative, white is 0, red positive; the"
                + " strongest colour is %.2f.",
            shown, units, largest);
    return Optional.of(
        new WeightsView(
            text, tiles, SheetPicture.rule(name, COLUMNS, rows, ImageSheet.png(sheet))));
  }

  /** From -1..1 to a level; the root shows small weights beside a few large ones. */
  private static int level(float part) {
    double rooted = Math.copySign(Math.sqrt(Math.abs(part)), part);
    return (int) Math.round((rooted + 1) / 2 * (LEVELS - 1));
  }

  /** From blue over white to red, as far apart for those who do not see red or green. */
  private static IndexColorModel colours() {
    byte[] red = new byte[LEVELS];
    byte[] green = new byte[LEVELS];
    byte[] blue = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      double part = 2.0 * i / (LEVELS - 1) - 1;
      double strength = Math.abs(part);
      red[i] = mixed(part < 0 ? 33 : 178, strength);
      green[i] = mixed(part < 0 ? 102 : 24, strength);
      blue[i] = mixed(part < 0 ? 172 : 43, strength);
    }
    return new IndexColorModel(8, LEVELS, red, green, blue);
  }

  private static byte mixed(int colour, double strength) {
    return (byte) Math.round(247 + (colour - 247) * strength);
  }
}
