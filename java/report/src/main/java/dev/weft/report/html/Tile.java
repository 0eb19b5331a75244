package dev.weft.report.html;

import java.util.List;
import java.util.Optional;

/**
 * An image with what is said about it.
 *
 * @param picture the image, empty where the data has none
 * @param alt what it shows, in words
 * @param lines below it
 * @param tone {@code good}, {@code bad}, or empty
 */
public record Tile(Optional<SheetPicture> picture, String alt, List<String> lines, String tone) {
  public Tile {
    lines = List.copyOf(lines);
  }
}
