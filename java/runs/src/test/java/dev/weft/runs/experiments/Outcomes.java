package dev.weft.runs.experiments;

import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.metrics.Evaluation;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.runs.Recipe;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.Samples;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outcomes made by hand, for what is concluded from them. */
final class Outcomes {
  static final History HISTORY =
      new History(
          List.of(new EpochRecord(1, 0.5, 0.8, 0.4, 0.85, 0.001f, 0.03, 0.001)),
          Optional.empty(),
          false);

  /** What is concluded asks for figures alone. */
  private static final TrainedModel UNTRAINED =
      new TrainedModel(
          Experiments.multiclass(
              Recipe.reference(), Samples.of(new SyntheticGarments(1, 10, 10).draw())),
          HISTORY,
          new ModelFile(
              new ModelMetadata(
                  Recipe.reference().multiclass().network(),
                  List.of(),
                  "",
                  0,
                  "",
                  "",
                  "",
                  Map.of()),
              new float[0],
              Optional.empty()),
          Optional.empty(),
          false);

  private Outcomes() {}

  /** With these accuracies; validation is as good as test plus {@code distance}. */
  static Outcome of(double multiclass, double binary, double binarized, double distance) {
    return new Outcome(
        experiment("multiclass", ten(multiclass), ten(multiclass + distance)),
        experiment("binary", two(binary), two(binary)),
        experiment("binarized", two(binarized), two(binarized)),
        experiment("binarized", two(binarized), two(binarized)),
        UNTRAINED,
        UNTRAINED);
  }

  /** A ten-class test evaluation with these mistakes [truth, predicted, count]. */
  static Outcome withMistakes(int[][] mistakes) {
    List<int[]> pairs = new ArrayList<>();
    for (int[] mistake : mistakes) {
      for (int i = 0; i < mistake[2]; i++) {
        pairs.add(new int[] {mistake[0], mistake[1]});
      }
    }
    int[] truth = pairs.stream().mapToInt(pair -> pair[0]).toArray();
    int[] predicted = pairs.stream().mapToInt(pair -> pair[1]).toArray();
    Evaluation ten = Evaluation.ofPredictions(FashionMnist.CLASS_NAMES, truth, predicted);
    Outcome base = of(0.8, 0.9, 0.85, 0);
    return new Outcome(
        experiment("multiclass", ten, ten),
        base.binary(),
        base.binarized(),
        base.summed(),
        UNTRAINED,
        UNTRAINED);
  }

  private static Experiment experiment(String name, Evaluation test, Evaluation validation) {
    ExperimentFigures measured = ExperimentFigures.of(1, test, validation);
    return new Experiment(name, HISTORY, measured, measured, Optional.empty(), Optional.empty());
  }

  private static Evaluation ten(double accuracy) {
    return evaluation(FashionMnist.CLASS_NAMES, accuracy);
  }

  private static Evaluation two(double accuracy) {
    return evaluation(FashionMnist.CLOTHING.groupNames(), accuracy);
  }

  private static Evaluation evaluation(List<String> names, double accuracy) {
    int samples = 1000;
    int[] truth = new int[samples];
    int[] predicted = new int[samples];
    Arrays.fill(predicted, 0, samples - (int) Math.round(accuracy * samples), 1);
    return Evaluation.ofPredictions(names, truth, predicted);
  }
}
