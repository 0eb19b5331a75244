package dev.weft.runs.experiments;

import dev.weft.runs.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * The document {@code results.json}.
 *
 * @param synthetic whether the data was drawn by program, so that figures say nothing about
 *     Fashion-MNIST
 * @param notice SYNTHETIC in words where it was
 * @param experiments multiclass, binary, binarized
 * @param comparison the study's figures beside ours, as texts
 * @param conclusions of the study, held against this run
 */
public record Results(
    boolean synthetic,
    Optional<String> notice,
    String recipe,
    List<ExperimentReport> experiments,
    List<Comparison.Row> comparison,
    List<Verdict> conclusions,
    Provenance provenance) {
  /** The document of a run. */
  public static Results of(Outcome outcome, String recipe, Provenance provenance) {
    boolean synthetic = provenance.synthetic();
    return new Results(
        synthetic,
        synthetic
            ? Optional.of("SYNTHETIC data: these figures say nothing about Fashion-MNIST")
            : Optional.empty(),
        recipe,
        List.of(
            ExperimentReport.of(outcome.multiclass(), Optional.empty()),
            ExperimentReport.of(outcome.binary(), Optional.empty()),
            ExperimentReport.of(outcome.binarized(), Optional.of(outcome.summed()))),
        Comparison.of(outcome).rows(),
        Verdicts.of(outcome),
        provenance);
  }
}
