package dev.weft.runs;

import dev.weft.metrics.Evaluation;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.SampleRange;
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
    DataSpec input,
    Optional<String> trainRange,
    List<Resumption> resumed,
    Provenance provenance) {
  /** The weights with the lowest val_loss. */
  public record Best(
      int epoch, double testLoss, double testAccuracy, Optional<EvaluationReport> test) {
    private static Best of(Measurement measured) {
      return new Best(
          measured.epoch(),
          measured.test().map(Evaluation::loss).orElse(Double.NaN),
          measured.test().map(Evaluation::accuracy).orElse(Double.NaN),
          measured.test().map(EvaluationReport::of));
    }
  }

  /**
   * The document of a run.
   *
   * @param resumed where it took up others
   */
  public static TrainReport of(
      MeasuredModel model,
      DataSpec input,
      Optional<SampleRange> trainRange,
      List<Resumption> resumed,
      Provenance provenance) {
    Optional<Evaluation> test = model.last().flatMap(Measurement::test);
    return new TrainReport(
        provenance.synthetic(),
        model.trained().interrupted(),
        model.trained().epochs(),
        test.map(Evaluation::loss).orElse(Double.NaN),
        test.map(Evaluation::accuracy).orElse(Double.NaN),
        HistoryReport.of(model.trained().history()),
        test.map(EvaluationReport::of),
        model.best().map(Best::of),
        input,
        trainRange.map(SampleRange::toString),
        resumed,
        provenance);
  }
}
