package dev.weft.app.predict;

import dev.weft.app.predict.Prediction.ClassProbability;
import dev.weft.datasets.pictures.Inversion;
import java.util.List;

/**
 * What {@code weft predict --json} prints.
 *
 * @param skipped what could not be used; the exit code is 1 where there is anything
 */
public record PredictReport(
    String model,
    List<String> classNames,
    String invert,
    String backend,
    List<Entry> predictions,
    List<SkippedFile> skipped) {
  /**
   * One picture.
   *
   * @param predicted the most probable class
   * @param classes the most probable ones
   */
  public record Entry(
      String file, String predicted, double probability, List<ClassProbability> classes) {
    private static Entry of(Prediction prediction) {
      ClassProbability first = prediction.classes().get(0);
      return new Entry(
          prediction.picture().name(), first.name(), first.probability(), prediction.classes());
    }
  }

  /** Of what was predicted and skipped. */
  public static PredictReport of(
      String model,
      List<String> classNames,
      Inversion inversion,
      String backend,
      List<Prediction> predictions,
      List<SkippedFile> skipped) {
    return new PredictReport(
        model,
        classNames,
        inversion.toString(),
        backend,
        predictions.stream().map(Entry::of).toList(),
        List.copyOf(skipped));
  }
}
