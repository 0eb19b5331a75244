package dev.weft.runs.experiments;

import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.GroupEvaluation;
import dev.weft.metrics.Predictions;
import dev.weft.runs.EarlierModel;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.Measurement;
import dev.weft.runs.ModelRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.Recipe;
import dev.weft.runs.SeedModels;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.Samples;
import dev.weft.train.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The study's three experiments: two models, the ten-class and the two-class one, and a derived
 * reading, the ten-class model's outputs as two classes. Each is measured with its last weights and
 * with those of the lowest val_loss.
 */
public final class Experiments {
  private static final Binarization BINARIZATION = new Binarization(FashionMnist.CLOTHING);

  private Experiments() {}

  /** The ten-class model on these samples. */
  public static ModelRun multiclass(Recipe recipe, Samples samples) {
    return model(recipe, Task.MULTICLASS, samples);
  }

  /** The two-class model on the same samples. */
  public static ModelRun binary(Recipe recipe, Samples samples) {
    return model(recipe, Task.BINARY, samples);
  }

  private static ModelRun model(Recipe recipe, Task task, Samples samples) {
    return new ModelRun(task.toString(), recipe.name(), recipe.spec(task), samples.forTask(task));
  }

  /**
   * Runs all three.
   *
   * @param earlier what an earlier run left of its models by name, to go on from; none for a new
   *     run
   * @param keep takes each model as soon as it is trained
   * @return empty where a training did not come to its end
   */
  public static Optional<Outcome> run(
      Pipeline pipeline,
      Recipe recipe,
      Samples samples,
      Map<String, EarlierModel> earlier,
      Consumer<TrainedModel> keep) {
    ModelRun multiclass = multiclass(recipe, samples);
    MeasuredModel many = pipeline.run(multiclass, start(multiclass, earlier), Measure.ALL, keep);
    if (many.last().isEmpty()) {
      return Optional.empty();
    }
    ModelRun binary = binary(recipe, samples);
    MeasuredModel two = pipeline.run(binary, start(binary, earlier), Measure.ALL, keep);
    return two.last().isEmpty() ? Optional.empty() : Optional.of(outcome(many, two));
  }

  /**
   * The same trainings with further seeds, many at once; what an earlier run left of them is not
   * trained again.
   *
   * @param seeds one for each outcome
   * @param trained hears of each model as soon as it is trained
   * @return the outcomes in the order of the seeds; empty where a training did not come to its end
   */
  public static Optional<List<Outcome>> runSeeds(
      Pipeline pipeline,
      Recipe recipe,
      Samples samples,
      List<Long> seeds,
      SeedModels models,
      Consumer<TrainedModel> trained) {
    Optional<List<MeasuredModel>> many =
        seeds(pipeline, seedRuns(recipe, Task.MULTICLASS, samples, seeds), models, trained);
    if (many.isEmpty()) {
      return Optional.empty();
    }
    return seeds(pipeline, seedRuns(recipe, Task.BINARY, samples, seeds), models, trained)
        .map(
            two ->
                IntStream.range(0, seeds.size())
                    .mapToObj(i -> outcome(many.get().get(i), two.get(i)))
                    .toList());
  }

  private static List<ModelRun> seedRuns(
      Recipe recipe, Task task, Samples samples, List<Long> seeds) {
    Samples labelled = samples.forTask(task);
    return seeds.stream()
        .map(
            seed ->
                new ModelRun(
                    task.toString(), recipe.name(), recipe.withSeed(seed).spec(task), labelled))
        .toList();
  }

  private static Optional<List<MeasuredModel>> seeds(
      Pipeline pipeline, List<ModelRun> runs, SeedModels models, Consumer<TrainedModel> trained) {
    Map<ModelRun, TrainedModel> all = new LinkedHashMap<>();
    runs.forEach(run -> models.find(run).ifPresent(found -> all.put(run, found)));
    List<ModelRun> missing = runs.stream().filter(run -> !all.containsKey(run)).toList();
    pipeline.trainTogether(
        missing,
        model -> {
          trained.accept(model);
          if (model.complete()) {
            models.keep(model);
          }
          all.put(model.run(), model);
        });
    boolean complete =
        all.size() == runs.size() && all.values().stream().allMatch(TrainedModel::complete);
    return complete
        ? Optional.of(pipeline.measure(runs.stream().map(all::get).toList(), Measure.ALL))
        : Optional.empty();
  }

  private static Start start(ModelRun model, Map<String, EarlierModel> earlier) {
    EarlierModel before = earlier.get(model.name());
    return before == null ? new Start.Seeded() : new Start.Earlier(before);
  }

  private static Outcome outcome(MeasuredModel many, MeasuredModel two) {
    return new Outcome(
        experiment("multiclass", many, Reading.OWN, UnaryOperator.identity()),
        experiment("binary", two, Reading.OWN, UnaryOperator.identity()),
        experiment("binarized", many, Reading.MAPPED, Experiments::binarized),
        experiment("binarized", many, Reading.SUMMED, Experiments::binarized),
        many.trained(),
        two.trained());
  }

  private static Predictions binarized(Predictions many) {
    return BINARIZATION.answers(many.truth(), many.predicted(), many.probabilities());
  }

  private static Experiment experiment(
      String name, MeasuredModel model, Reading reading, UnaryOperator<Predictions> answers) {
    Measurement last = model.last().orElseThrow();
    return new Experiment(
        name,
        model.trained().history(),
        reading.of(last),
        reading.of(model.best().orElse(last)),
        last.testPredictions().map(answers),
        last.validationPredictions().map(answers));
  }

  /** What is made of a model's outputs. */
  private enum Reading {
    OWN,
    MAPPED,
    SUMMED;

    ExperimentFigures of(Measurement measured) {
      Predictions test = measured.testPredictions().orElseThrow();
      Predictions validation = measured.validationPredictions().orElseThrow();
      return switch (this) {
        case OWN ->
            ExperimentFigures.of(
                measured.epoch(),
                measured.test().orElseThrow(),
                measured.validation().orElseThrow());
        case MAPPED ->
            new ExperimentFigures(
                measured.epoch(), mapped(test), mapped(validation), loss(test), loss(validation));
        case SUMMED ->
            new ExperimentFigures(
                measured.epoch(), summed(test), summed(validation), loss(test), loss(validation));
      };
    }

    private static Evaluation mapped(Predictions many) {
      return GroupEvaluation.byClass(FashionMnist.CLOTHING, many.truth(), many.predicted());
    }

    private static Evaluation summed(Predictions many) {
      return GroupEvaluation.bySum(FashionMnist.CLOTHING, many.truth(), many.probabilities());
    }

    private static double loss(Predictions many) {
      return BINARIZATION.loss(many.truth(), many.probabilities());
    }
  }
}
