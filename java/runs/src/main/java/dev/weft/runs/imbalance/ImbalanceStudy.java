package dev.weft.runs.imbalance;

import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.Measurement;
import dev.weft.runs.ModelRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.Samples;
import dev.weft.train.ClassWeights;
import dev.weft.train.TrainingSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains with and without each {@link Remedy} on classes of unequal size, with several seeds, and
 * measures the last weights on the test samples as they are.
 *
 * @param recipe its name
 * @param spec of the model without a remedy
 * @param samples of the task, with test samples
 * @param seeds each remedy trains with each of them
 * @param trained hears of each model as soon as it is trained
 */
public record ImbalanceStudy(
    Pipeline pipeline,
    String recipe,
    TrainingSpec spec,
    Samples samples,
    Profile profile,
    List<Long> seeds,
    Consumer<TrainedModel> trained) {
  /**
   * What came of it.
   *
   * @param trainCounts how many samples of each class trained
   * @param validationCounts how many validated
   * @param test of each remedy by seed
   */
  public record Outcome(
      int[] trainCounts, int[] validationCounts, Map<Remedy, List<Evaluation>> test) {}

  /**
   * Runs it.
   *
   * @return empty where a training did not come to its end
   * @throws IllegalArgumentException where profile and data do not go together
   */
  public Optional<Outcome> run() {
    UnequalClasses unequal = UnequalClasses.of(samples, profile, spec);
    TrainingSpec plain = unequal.fitted(spec);
    TrainingSpec weighted = plain.toBuilder().classWeights(ClassWeights.balanced()).build();
    List<ModelRun> runs = new ArrayList<>(runs(plain, unequal.samples()));
    runs.addAll(runs(weighted, unequal.samples()));
    List<MeasuredModel> both = measured(runs);
    List<MeasuredModel> repeated =
        both.isEmpty() ? List.of() : measured(runs(plain, unequal.oversampled()));
    if (both.isEmpty() || repeated.isEmpty()) {
      return Optional.empty();
    }
    List<Predictions> none = predictions(both.subList(0, seeds.size()));
    Map<Remedy, List<Evaluation>> test = new EnumMap<>(Remedy.class);
    test.put(Remedy.NONE, evaluations(none));
    test.put(
        Remedy.CLASS_WEIGHTS,
        evaluations(predictions(both.subList(seeds.size(), 2 * seeds.size()))));
    test.put(Remedy.OVERSAMPLING, evaluations(predictions(repeated)));
    test.put(
        Remedy.THRESHOLDS, none.stream().map(answers -> moved(answers, unequal.shares())).toList());
    return Optional.of(new Outcome(unequal.trainCounts(), unequal.validationCounts(), test));
  }

  private List<ModelRun> runs(TrainingSpec of, Samples data) {
    return seeds.stream()
        .map(seed -> of.toBuilder().seed(seed).build())
        .map(one -> new ModelRun(one.task().toString(), recipe, one, data))
        .toList();
  }

  /** Trained and measured, in the order of the runs; none where one did not come to its end. */
  private List<MeasuredModel> measured(List<ModelRun> runs) {
    List<TrainedModel> models = new ArrayList<>();
    pipeline.trainTogether(
        runs,
        model -> {
          models.add(model);
          trained.accept(model);
        });
    models.sort(Comparator.comparingInt(model -> runs.indexOf(model.run())));
    boolean complete =
        models.size() == runs.size() && models.stream().allMatch(TrainedModel::complete);
    return complete ? pipeline.measure(models, Measure.TEST) : List.of();
  }

  private static List<Predictions> predictions(List<MeasuredModel> models) {
    return models.stream()
        .map(model -> model.last().flatMap(Measurement::testPredictions).orElseThrow())
        .toList();
  }

  private static List<Evaluation> evaluations(List<Predictions> answers) {
    return answers.stream()
        .map(one -> Evaluation.ofPredictions(one.classNames(), one.truth(), one.predicted()))
        .toList();
  }

  /** The class with the largest probability over its share, the first of equals. */
  static Evaluation moved(Predictions answers, double[] shares) {
    int[] predicted = new int[answers.size()];
    for (int i = 0; i < predicted.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < shares.length; k++) {
        double value = answers.probability(i, k) / shares[k];
        if (value > largest) {
          largest = value;
          predicted[i] = k;
        }
      }
    }
    return Evaluation.ofPredictions(answers.classNames(), answers.truth(), predicted);
  }
}
