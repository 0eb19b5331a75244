package dev.weft.runs.experiments;

import dev.weft.runs.HistoryReport;
import dev.weft.runs.Provenance;
import dev.weft.runs.Resumption;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.DataSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The document {@code results.json}.
 *
 * @param synthetic whether the data was drawn by program, so that figures say nothing about
 *     Fashion-MNIST
 * @param notice SYNTHETIC in words where it was
 * @param interrupted whether it did not come to its end: there are no experiments then, and what
 *     was trained can go on
 * @param experiments multiclass, binary, binarized
 * @param comparison the study's figures beside ours, as texts
 * @param conclusions of the study, held against this run
 * @param trainings the history of each model that was begun, by name
 * @param input what was read
 * @param resumed where the run took up others
 */
public record Results(
    boolean synthetic,
    Optional<String> notice,
    String recipe,
    boolean interrupted,
    List<ExperimentReport> experiments,
    List<Comparison.Row> comparison,
    List<Verdict> conclusions,
    Map<String, HistoryReport> trainings,
    DataSpec input,
    List<Resumption> resumed,
    Provenance provenance) {
  /**
   * The document of a run.
   *
   * @param outcome empty where it did not come to its end
   * @param trained the models that were begun
   */
  public static Results of(
      Optional<Outcome> outcome,
      List<TrainedModel> trained,
      String recipe,
      DataSpec input,
      List<Resumption> resumed,
      Provenance provenance) {
    boolean synthetic = provenance.synthetic();
    Map<String, HistoryReport> trainings = new LinkedHashMap<>();
    trained.forEach(model -> trainings.put(model.run().name(), HistoryReport.of(model.history())));
    return new Results(
        synthetic,
        synthetic
            ? Optional.of("SYNTHETIC data: these figures say nothing about Fashion-MNIST")
            : Optional.empty(),
        recipe,
        outcome.isEmpty(),
        outcome.map(Results::experiments).orElse(List.of()),
        outcome.map(known -> Comparison.of(known).rows()).orElse(List.of()),
        outcome.map(Verdicts::of).orElse(List.of()),
        trainings,
        input,
        resumed,
        provenance);
  }

  private static List<ExperimentReport> experiments(Outcome outcome) {
    return List.of(
        ExperimentReport.of(outcome.multiclass(), Optional.empty()),
        ExperimentReport.of(outcome.binary(), Optional.empty()),
        ExperimentReport.of(outcome.binarized(), Optional.of(outcome.summed())));
  }
}
