package dev.weft.report.html;

import dev.weft.report.html.ModelSection.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the report of a run shows, in the order of the page; what does not apply is
 * empty.
 *
 * @param lead below the title
 * @param notice what must not be missed, such as that the data is synthetic
 * @param headlines the figures that count
 * @param study how the run compares with the study
 * @param seeds what several seeds came to
 */
public record ReportPage(
    String title,
    String lead,
    Optional<String> notice,
    List<Headline> headlines,
    Optional<StudyView> study,
    Optional<SeedsView> seeds,
    List<ModelSection> models,
    Optional<Disagreements> disagreements,
    Optional<SamplesView> samples,
    Speed speed,
    ProvenanceView provenance) {
  /**
   * A figure that counts.
   *
   * @param detail what it is to be held against
   */
  public record Headline(String name, String value, String detail) {}

  /**
   * The study's figures beside ours, and what becomes of its conclusions.
   *
   * @param text which weights are meant
   */
  public record StudyView(String text, DataTable table, List<Conclusion> conclusions) {}

  /** A conclusion of the study held against the run. */
  public record Conclusion(String id, String claim, boolean holds, List<String> details) {}

  /**
   * How fast it was.
   *
   * @param chart seconds by epoch, empty where there was no epoch
   */
  public record Speed(String text, DataTable table, Optional<Chart> chart) {}

  /**
   * Where the figures come from.
   *
   * @param command what repeats the run
   * @param remark what the command cannot say, or empty
   * @param tables configuration by model
   */
  public record ProvenanceView(
      String command, String remark, List<Fact> facts, List<DataTable> tables) {}

  public ReportPage {
    headlines = List.copyOf(headlines);
    models = List.copyOf(models);
  }

  /** All charts of the page. */
  List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    seeds.ifPresent(view -> charts.addAll(view.charts()));
    models.forEach(model -> charts.addAll(model.charts()));
    speed.chart().ifPresent(charts::add);
    return charts;
  }
}
