package dev.weft.runs.experiments;

import dev.weft.metrics.Confusion;
import dev.weft.metrics.ConfusionMatrix;
import dev.weft.runs.experiments.Study.ConfusedPair;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holds the study's conclusions against a run, each model with its last weights as in the study.
 * One run can only agree or disagree: the standard error of an accuracy over 10,000 images is 0.3
 * points near 0.87 and 0.08 points near 0.993.
 */
public final class Verdicts {
  /** Validation counts as close to test within this distance; the study's own was 0.009. */
  static final double CLOSE = 0.02;

  /** The study's pairs must be among this many of the 90 possible mistakes. */
  static final int AMONG_FIRST = 6;

  private Verdicts() {}

  /** All conclusions, in the study's order. */
  public static List<Verdict> of(Outcome outcome) {
    return List.of(order(outcome), validationIsClose(outcome), mostConfused(outcome));
  }

  static Verdict order(Outcome outcome) {
    double binary = outcome.binary().last().test().accuracy();
    double binarized = outcome.binarized().last().test().accuracy();
    double multiclass = outcome.multiclass().last().test().accuracy();
    boolean holds = binary > binarized && binarized > multiclass;
    return new Verdict(
        "order",
        "two classes are easier: binary is ahead of binarized, binarized of ten classes",
        holds,
        List.of(
            Format.text(
                "test accuracy: binary %.4f %s binarized %.4f %s ten classes %.4f",
                binary,
                sign(binary, binarized),
                binarized,
                sign(binarized, multiclass),
                multiclass)));
  }

  private static String sign(double left, double right) {
    return left > right ? ">" : left < right ? "<" : "=";
  }

  static Verdict validationIsClose(Outcome outcome) {
    List<String> details = new ArrayList<>();
    boolean holds = true;
    for (Experiment experiment : List.of(outcome.multiclass(), outcome.binary())) {
      double test = experiment.last().test().accuracy();
      double validation = experiment.last().validation().accuracy();
      holds &= Math.abs(validation - test) <= CLOSE;
      details.add(
          Format.text("%s: validation %.4f, test %.4f", experiment.name(), validation, test));
    }
    return new Verdict(
        "validation_close_to_test",
        Format.text("validation accuracy is close to test accuracy (within %.2f)", CLOSE),
        holds,
        details);
  }

  static Verdict mostConfused(Outcome outcome) {
    ConfusionMatrix matrix = outcome.multiclass().last().test().confusion();
    List<Confusion> mistakes = matrix.mostConfused(Integer.MAX_VALUE);
    List<String> details = new ArrayList<>();
    boolean holds = true;
    for (ConfusedPair pair : Study.MOST_CONFUSED) {
      int rank =
          IntStream.range(0, mistakes.size())
              .filter(i -> matches(pair, mistakes.get(i)))
              .findFirst()
              .orElse(-1);
      holds &= rank >= 0 && rank < AMONG_FIRST;
      details.add(
          rank < 0
              ? pair + ": never"
              : Format.text("%s: %d times, place %d", pair, mistakes.get(rank).count(), rank + 1));
    }
    return new Verdict(
        "most_confused",
        Format.text("the commonest mistakes are those of the study (first %d)", AMONG_FIRST),
        holds,
        details);
  }

  static boolean matches(ConfusedPair pair, Confusion mistake) {
    boolean there =
        mistake.truth().equals(pair.truth()) && mistake.predicted().equals(pair.predicted());
    boolean back =
        mistake.truth().equals(pair.predicted()) && mistake.predicted().equals(pair.truth());
    return there || (pair.eitherWay() && back);
  }
}
