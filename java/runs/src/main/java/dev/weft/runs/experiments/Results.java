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
import java.util.function.Function;

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
 * @param conclusions of the study, held against the run with the first seed
 * @param claims the same, held against all seeds; none where there is one seed
 * @param trainings the history of each model that was begun, by name
 * @param seeds how many seeds the experiments have, from that of the provenance on
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
    List<Claim> claims,
    Map<String, HistoryReport> trainings,
    int seeds,
    DataSpec input,
    List<Resumption> resumed,
    Provenance provenance) {
  /**
   * The document of a run.
   *
   * @param outcome empty where it did not come to its end
   * @param trained the models that were begun
   * @param seeds how many there are to be
   */
  public static Results of(
      Optional<SeedOutcomes> outcome,
      List<TrainedModel> trained,
      String recipe,
      int seeds,
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
        outcome.map(known -> Comparison.of(known.first()).rows()).orElse(List.of()),
        outcome.map(known -> Verdicts.of(known.first())).orElse(List.of()),
        outcome.map(Claims::of).orElse(List.of()),
        trainings,
        seeds,
        input,
        resumed,
        provenance);
  }

  private static List<ExperimentReport> experiments(SeedOutcomes all) {
    return List.of(
        report(all, Outcome::multiclass, Optional.empty()),
        report(all, Outcome::binary, Optional.empty()),
        report(all, Outcome::binarized, Optional.of(all.first().summed())));
  }

  private static ExperimentReport report(
      SeedOutcomes all, Function<Outcome, Experiment> experiment, Optional<Experiment> summed) {
    return ExperimentReport.of(experiment.apply(all.first()), summed, all.figures(experiment));
  }
}
