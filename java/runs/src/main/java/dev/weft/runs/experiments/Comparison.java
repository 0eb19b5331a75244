package dev.weft.runs.experiments;

import dev.weft.metrics.ConfusionMatrix;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The study's figures beside ours, figure by figure.
 *
 * @param rows in order
 */
public record Comparison(List<Row> rows) {
  public Comparison {
    rows = List.copyOf(rows);
  }

  /**
   * One figure; texts are empty where there is none.
   *
   * @param experiment which of the three
   * @param figure what is compared
   * @param study the study's
   * @param last ours with the last weights
   * @param best ours with the weights of the lowest val_loss
   */
  public record Row(String experiment, String figure, String study, String last, String best) {}

  /** Compares a run with the study. */
  public static Comparison of(Outcome outcome) {
    List<Row> rows = new ArrayList<>();
    Experiment multiclass = outcome.multiclass();
    rows.add(test(multiclass, Study.MULTICLASS_TEST_ACCURACY));
    rows.add(validation(multiclass, Study.MULTICLASS_VAL_ACCURACY));
    rows.add(loss(multiclass));
    rows.add(epochs(multiclass, Integer.toString(Study.MULTICLASS_EPOCHS)));
    rows.add(seconds(multiclass));
    Experiment binary = outcome.binary();
    rows.add(test(binary, Study.BINARY_TEST_ACCURACY));
    rows.add(validation(binary, Study.BINARY_VAL_ACCURACY));
    rows.add(loss(binary));
    rows.add(epochs(binary, ""));
    rows.add(confusion(binary, Study.BINARY_CONFUSION));
    Experiment binarized = outcome.binarized();
    rows.add(test(binarized, Study.BINARIZED_TEST_ACCURACY));
    rows.add(confusion(binarized, Study.BINARIZED_CONFUSION));
    rows.add(
        row(outcome.summed(), "test accuracy, summed", "", m -> accuracy(m.test().accuracy())));
    return new Comparison(rows);
  }

  private static Row row(
      Experiment experiment,
      String figure,
      String study,
      Function<ExperimentFigures, String> value) {
    return new Row(
        experiment.name(),
        figure,
        study,
        value.apply(experiment.last()),
        value.apply(experiment.best()));
  }

  private static Row test(Experiment experiment, double study) {
    return row(
        experiment,
        "test accuracy",
        Format.text("%.3f", study),
        measured -> accuracy(measured.test().accuracy()));
  }

  private static Row validation(Experiment experiment, double study) {
    return row(
        experiment,
        "validation accuracy",
        Format.text("%.3f", study),
        measured -> accuracy(measured.validation().accuracy()));
  }

  private static Row loss(Experiment experiment) {
    return row(experiment, "test loss", "", m -> Format.decimal(m.testLoss()));
  }

  private static Row epochs(Experiment experiment, String study) {
    return row(experiment, "epochs", study, m -> Integer.toString(m.epoch()));
  }

  private static Row seconds(Experiment experiment) {
    return new Row(
        experiment.name(),
        "time of an epoch",
        Format.text("%.0f s", Study.SECONDS_PER_EPOCH),
        Format.seconds(experiment.history().secondsPerEpoch()),
        "");
  }

  private static Row confusion(Experiment experiment, List<List<Long>> study) {
    return row(experiment, "confusion", cells(study), m -> cells(rows(m.test().confusion())));
  }

  private static List<List<Long>> rows(ConfusionMatrix matrix) {
    return Arrays.stream(matrix.counts()).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  private static String cells(List<List<Long>> matrix) {
    return matrix.stream()
        .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(", ")))
        .collect(Collectors.joining(" / "));
  }

  private static String accuracy(double value) {
    return Format.decimal(value);
  }
}
