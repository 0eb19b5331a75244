package dev.weft.report.html;

import java.util.List;
import java.util.Optional;

/**
 * Runs side by side.
 *
 * @param lead below the title
 * @param notice what must not be missed, such as that data is synthetic
 * @param runs what they are
 * @param differences in configuration, one column a run; no rows where there are none
 * @param same what is the same in all, in words
 * @param figures one column a run
 * @param models the curves of each model that any of them trained
 */
public record ComparePage(
    String lead,
    Optional<String> notice,
    DataTable runs,
    DataTable differences,
    String same,
    DataTable figures,
    List<Overlaid> models) {
  /**
   * The curves of one model.
   *
   * @param id a name for scripts
   */
  public record Overlaid(String id, String title, List<Chart> charts, DataTable table) {}

  public ComparePage {
    models = List.copyOf(models);
  }

  /** All charts of the page. */
  List<Chart> charts() {
    return models.stream().flatMap(model -> model.charts().stream()).toList();
  }
}
