package dev.weft.report.html;

import java.util.Base64;

/**
 * A part of a sheet of images, which a style rule holds.
 *
 * @param sheet the name of the sheet
 * @param column of the part, from 0
 * @param row of the part, from 0
 * @param width of the part in pixels of the sheet
 * @param height likewise
 */
public record SheetPicture(String sheet, int column, int row, int width, int height) {
  /** Where it stands and how it is shaped, for the style rules of the page. */
  public String style() {
    return "--x:" + column + ";--y:" + row + ";aspect-ratio:" + width + "/" + height;
  }

  /** The style rule of a sheet. */
  static String rule(String sheet, int columns, int rows, byte[] png) {
    return ".sheet-"
        + sheet
        + "{--cols:"
        + columns
        + ";--rows:"
        + rows
        + ";background-image:url(data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png)
        + ")}\n";
  }
}
