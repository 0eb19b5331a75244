package dev.weft.runs;

import dev.weft.metrics.Evaluation;
import dev.weft.train.History;
import java.util.List;
import java.util.Optional;

/**
 * What {@code weft train --json} prints: the figures of the last weights at the top, those of the
 * weights with the lowest val_loss under {@code best}. Figures of a run that did not come to its
 * end are null.
 *
 * @param input what was read
 * @param trainRange the training samples taken, where not all were
 * @param resumed where the run took up another one, in order; {@code history} begins with the first
 */
public record TrainReport(
    boolean synthetic,
    boolean interrupted,
    int epochs,
    double testLoss,
    double testAccuracy,
    HistoryReport history,
    Optional<EvaluationReport> test,
    Optional<Best> best,
    InputReport input,
    Optional<String> trainRange,
    List<Resumption> resumed,
    Provenance provenance) {
  /**
   * One set of weights.
   *
   * @param epoch after which the network had them
   * @param test what they make of the test set, where there is one
   */
  public record Weights(int epoch, Optional<Evaluation> test) {}

  /** The weights with the lowest val_loss. */
  public record Best(
      int epoch, double testLoss, double testAccuracy, Optional<EvaluationReport> test) {
    private static Best of(Weights weights) {
      return new Best(
          weights.epoch(),
          weights.test().map(Evaluation::loss).orElse(Double.NaN),
          weights.test().map(Evaluation::accuracy).orElse(Double.NaN),
          weights.test().map(EvaluationReport::of));
    }
  }

  /** The document of a run. */
  public static TrainReport of(
      History history,
      boolean interrupted,
      Optional<Weights> last,
      Optional<Weights> best,
      InputReport input,
      Optional<String> trainRange,
      List<Resumption> resumed,
      Provenance provenance) {
    Optional<Evaluation> test = last.flatMap(Weights::test);
    return new TrainReport(
        provenance.synthetic(),
        interrupted,
        history.epochs().size(),
        test.map(Evaluation::loss).orElse(Double.NaN),
        test.map(Evaluation::accuracy).orElse(Double.NaN),
        HistoryReport.of(history),
        test.map(EvaluationReport::of),
        best.map(Best::of),
        input,
        trainRange,
        resumed,
        provenance);
  }
}
