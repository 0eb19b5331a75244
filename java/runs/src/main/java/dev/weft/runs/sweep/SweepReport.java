package dev.weft.runs.sweep;

import dev.weft.runs.JsonField;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.Measurement;
import dev.weft.runs.Provenance;
import dev.weft.runs.RunFolder;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.statistics.Summary;
import dev.weft.train.EpochRecord;
import dev.weft.train.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The document {@code results.json} of a search.
 *
 * @param notice SYNTHETIC in words where the data was drawn by program
 * @param weights whose figures these are
 * @param halving {@code EPOCHS:FACTOR}, where only the best trained for all epochs
 * @param ranking the configurations, the best first
 * @param testLooks how often a search in this folder was measured on the test samples
 * @param test how the best configuration does there, where that was asked for
 */
public record SweepReport(
    boolean synthetic,
    Optional<String> notice,
    String recipe,
    Objective objective,
    Weights weights,
    List<Long> seeds,
    int folds,
    Optional<String> halving,
    List<Row> ranking,
    int testLooks,
    Optional<Test> test,
    DataSpec input,
    Provenance provenance) {
  /**
   * A configuration.
   *
   * @param number in the order in which they were drawn, from 1
   * @param values by axis
   * @param epochs at most
   * @param failed how many of its trainings have no figures
   * @param valAccuracies of each training that has one
   * @param valLosses likewise
   */
  public record Row(
      int rank,
      int number,
      Map<String, String> values,
      int epochs,
      int trainings,
      int failed,
      Optional<String> failure,
      Optional<Summary> valAccuracy,
      Optional<Summary> valLoss,
      List<Double> valAccuracies,
      List<Double> valLosses,
      TrainingSpec training) {}

  /** The best configuration on the test samples, each seed's model with the weights that count. */
  public record Test(
      List<Double> testAccuracies,
      List<Double> testLosses,
      Optional<Summary> testAccuracy,
      Summary testLoss) {
    /** Of models that were measured there. */
    public static Test of(List<MeasuredModel> measured, Weights weights) {
      List<Double> accuracies = new ArrayList<>();
      List<Double> losses = new ArrayList<>();
      for (MeasuredModel model : measured) {
        Measurement chosen = (weights == Weights.LAST ? model.last() : model.best()).orElseThrow();
        chosen
            .test()
            .ifPresent(
                test -> {
                  losses.add(test.loss());
                  if (test.classifies()) {
                    accuracies.add(test.accuracy());
                  }
                });
      }
      return new Test(accuracies, losses, summary(accuracies), summary(losses).orElseThrow());
    }
  }

  /** How often searches whose folder this one takes were measured on the test samples. */
  public static int testLooks(RunFolder folder) {
    Path earlier = folder.target().resolve(RunFolder.RESULTS);
    return Files.isRegularFile(earlier)
        ? JsonField.document(earlier)
            .optional("test_looks")
            .map(looks -> (int) looks.whole())
            .orElse(0)
        : 0;
  }

  /** Of a search that came to its end. */
  public static SweepReport of(
      SweepPlan plan,
      List<Standing> standings,
      int testLooks,
      Optional<Test> test,
      DataSpec input,
      Provenance provenance) {
    List<Row> rows = new ArrayList<>();
    for (Standing standing : standings) {
      rows.add(row(rows.size() + 1, standing));
    }
    return new SweepReport(
        provenance.synthetic(),
        provenance.synthetic()
            ? Optional.of("SYNTHETIC data: these figures say nothing about Fashion-MNIST")
            : Optional.empty(),
        plan.request().recipe(),
        plan.objective(),
        plan.weights(),
        plan.seeds(),
        plan.folds(),
        plan.halving().map(Halving::toString),
        rows,
        testLooks,
        test,
        input,
        provenance);
  }

  private static Row row(int rank, Standing standing) {
    List<EpochRecord> best =
        standing.results().stream().flatMap(result -> result.figures().stream()).toList();
    return new Row(
        rank,
        standing.configuration().number(),
        standing.configuration().values(),
        standing.epochs(),
        standing.results().size(),
        standing.failed(),
        standing.failure(),
        standing.of(EpochRecord::valAccuracy),
        standing.of(EpochRecord::valLoss),
        best.stream().map(EpochRecord::valAccuracy).filter(Double::isFinite).toList(),
        best.stream().map(EpochRecord::valLoss).toList(),
        standing.configuration().spec());
  }

  private static Optional<Summary> summary(List<Double> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Summary.of(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
