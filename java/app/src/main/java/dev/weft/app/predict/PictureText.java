package dev.weft.app.predict;

import dev.weft.app.console.Style;
import dev.weft.datasets.pictures.GreyImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture in a terminal: half blocks in shades of grey where colours and Unicode can be shown,
 * two pixels a character; else two characters a pixel from a ramp of ten.
 */
public final class PictureText {
  private static final String RAMP = " .:-=+*#%@";

  private PictureText() {}

  /** The lines of a picture, all of them equally wide. */
  public static List<String> lines(GreyImage image, Style style, boolean blocks) {
    return style == Style.ANSI && blocks ? blocks(image, style) : ramp(image);
  }

  /** The columns that a line takes, without the codes of its colours. */
  static int columns(List<String> lines) {
    return lines.isEmpty() ? 0 : lines.get(0).replaceAll("\u001b\\[[0-9;]*m", "").length();
  }

  private static List<String> blocks(GreyImage image, Style style) {
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < image.height(); y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < image.width(); x++) {
        line.append(
            style.halfBlock(image.at(x, y), y + 1 < image.height() ? image.at(x, y + 1) : 0));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<String> ramp(GreyImage image) {
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < image.height(); y++) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < image.width(); x++) {
        line.append(String.valueOf(RAMP.charAt(image.at(x, y) * RAMP.length() / 256)).repeat(2));
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
