package dev.weft.runs.experiments;

import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.runs.EarlierModel;
import dev.weft.runs.MeasuredModel;
import dev.weft.runs.Measurement;
import dev.weft.runs.ModelRun;
import dev.weft.runs.Pipeline;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.Recipe;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.input.Samples;
import dev.weft.train.Task;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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

  private static Start start(ModelRun model, Map<String, EarlierModel> earlier) {
    EarlierModel before = earlier.get(model.name());
    return before == null ? new Start.Seeded() : new Start.Earlier(before);
  }

  private static Outcome outcome(MeasuredModel many, MeasuredModel two) {
    return new Outcome(
        experiment("multiclass", many, Reading.OWN, predictions(many)),
        experiment("binary", two, Reading.OWN, predictions(two)),
        experiment(
            "binarized", many, Reading.MAPPED, predictions(many).map(Experiments::binarized)),
        experiment("binarized", many, Reading.SUMMED, Optional.empty()),
        many.trained(),
        two.trained());
  }

  private static Optional<Predictions> predictions(MeasuredModel model) {
    return model.last().flatMap(Measurement::testPredictions);
  }

  private static Predictions binarized(Predictions many) {
    return BINARIZATION.answers(many.truth(), many.predicted(), many.probabilities());
  }

  private static Experiment experiment(
      String name, MeasuredModel model, Reading reading, Optional<Predictions> answers) {
    Measurement last = model.last().orElseThrow();
    return new Experiment(
        name,
        model.trained().history(),
        reading.of(last),
        reading.of(model.best().orElse(last)),
        answers);
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
      return BINARIZATION.mapped(many.truth(), many.predicted());
    }

    private static Evaluation summed(Predictions many) {
      return BINARIZATION.summed(many.truth(), many.probabilities());
    }

    private static double loss(Predictions many) {
      return BINARIZATION.loss(many.truth(), many.probabilities());
    }
  }
}
