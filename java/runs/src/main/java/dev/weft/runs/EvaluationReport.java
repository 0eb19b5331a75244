package dev.weft.runs;

import dev.weft.metrics.Averages;
import dev.weft.metrics.ClassMetrics;
import dev.weft.metrics.Confusion;
import dev.weft.metrics.Evaluation;
import java.util.Arrays;
import java.util.List;

/**
 * An evaluation as results name it; lists are empty and numbers null where outputs are not classes.
 *
 * @param confusion counts [truth][predicted] in the order of {@code classNames}
 */
public record EvaluationReport(
    int samples,
    double loss,
    double accuracy,
    List<String> classNames,
    List<List<Long>> confusion,
    List<ClassMetrics> perClass,
    Averages macroAverage,
    Averages weightedAverage,
    List<Confusion> mostConfused) {
  private static final int MOST_CONFUSED = 10;
  private static final Averages NONE = new Averages(Double.NaN, Double.NaN, Double.NaN);

  /** Of what a network made of a data set. */
  public static EvaluationReport of(Evaluation evaluation) {
    if (!evaluation.classifies()) {
      return new EvaluationReport(
          evaluation.samples(),
          evaluation.loss(),
          Double.NaN,
          List.of(),
          List.of(),
          List.of(),
          NONE,
          NONE,
          List.of());
    }
    return new EvaluationReport(
        evaluation.samples(),
        evaluation.loss(),
        evaluation.accuracy(),
        evaluation.confusion().classNames(),
        rows(evaluation),
        evaluation.perClass(),
        evaluation.macro(),
        evaluation.weighted(),
        evaluation.confusion().mostConfused(MOST_CONFUSED));
  }

  private static List<List<Long>> rows(Evaluation evaluation) {
    return Arrays.stream(evaluation.confusion().counts())
        .map(row -> Arrays.stream(row).boxed().toList())
        .toList();
  }
}
