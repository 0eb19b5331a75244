package dev.weft.runs.records;

import java.util.List;
import java.util.Map;

/**
 * What is read of a run's folder.
 *
 * @param name that tells it from the others
 * @param folder where it lies
 * @param synthetic whether its data was drawn by program
 * @param facts when, what on and by which command it ran, by name
 * @param settings of each model, by {@code model: setting}
 * @param results one a model or experiment
 */
public record RecordedRun(
    String name,
    String folder,
    boolean synthetic,
    Map<String, String> facts,
    Map<String, String> settings,
    List<Result> results) {
  /**
   * What one model gave; NaN where a figure is not known.
   *
   * @param model its name, such as multiclass
   * @param secondsPerEpoch the median
   * @param best the figures of the lowest validation loss
   * @param history empty where the experiment has no training of its own
   */
  public record Result(
      String model,
      int epochs,
      double secondsPerEpoch,
      Figures last,
      Figures best,
      List<Epoch> history) {}

  /** The figures of one set of weights. */
  public record Figures(double testAccuracy, double testLoss, double valAccuracy, double valLoss) {
    /** Nothing is known. */
    static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** One epoch of a history; NaN where a figure is not known. */
  public record Epoch(
      int epoch, double loss, double accuracy, double valLoss, double valAccuracy) {}
}
