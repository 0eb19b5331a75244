package dev.weft.report.html;

import dev.weft.report.html.ReportPage.ProvenanceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the page of a search shows.
 *
 * @param lead below the title
 * @param notice what must not be missed, such as that the data is synthetic
 * @param text above the ranking
 * @param columns of the ranking, but for the rank
 * @param rows of it, the best first
 * @param charts of the curves, with those of the configurations that are picked at first
 * @param curves of the configurations by number, for each chart by its id: points as in a series
 */
public record SearchPage(
    String title,
    String lead,
    Optional<String> notice,
    String text,
    List<String> columns,
    List<Row> rows,
    CoordinatesView coordinates,
    List<Chart> charts,
    Map<Integer, Map<String, List<List<Double>>>> curves,
    ProvenanceView provenance) {
  /**
   * A configuration in the ranking.
   *
   * @param number of the configuration
   */
  public record Row(int rank, int number, List<String> cells) {}

  /**
   * Parallel coordinates: an axis a setting and figure, a line a configuration.
   *
   * @param summary what they show, in words
   * @param width of all, in pixels
   * @param top where axes begin
   * @param bottom where they end
   */
  public record CoordinatesView(
      String summary,
      int width,
      int height,
      int top,
      int bottom,
      List<Axis> axes,
      List<Line> lines) {}

  /** An axis at a place from the left. */
  public record Axis(String name, int x, List<Tick> ticks) {}

  /** A value at a place from the top. */
  public record Tick(String label, int y) {}

  /**
   * A configuration across the axes.
   *
   * @param path as SVG has it
   * @param share of the configurations that are placed behind it, 0 to 1
   */
  public record Line(int number, String words, String path, String share) {}
}
