package dev.weft.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One model or experiment of the page; what does not apply to it is empty.
 *
 * @param id of its element, unique on the page
 * @param text what it is
 */
public record ModelSection(
    String id,
    String title,
    String text,
    List<Fact> facts,
    Optional<TrainingView> training,
    Optional<ConfusionView> confusion,
    Optional<ScoresView> scores,
    Optional<Curves> curves,
    Optional<CalibrationView> calibration,
    Optional<WeightsView> weights,
    Optional<WrongView> wrong) {
  /** A figure with its name. */
  public record Fact(String name, String value) {}

  public ModelSection {
    facts = List.copyOf(facts);
  }

  /** All charts of the section. */
  List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    training.ifPresent(view -> charts.addAll(view.charts()));
    scores.ifPresent(view -> charts.add(view.chart()));
    curves.ifPresent(view -> charts.addAll(view.charts()));
    calibration.ifPresent(view -> charts.add(view.chart()));
    return charts;
  }
}
