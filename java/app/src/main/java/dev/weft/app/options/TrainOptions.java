package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.runs.EarlierModel;
import dev.weft.runs.EarlierRun;
import dev.weft.runs.Recipe;
import dev.weft.runs.TrainingRequest;
import dev.weft.runs.input.SampleRange;
import dev.weft.runs.input.Samples;
import dev.weft.train.SpecBuilder;
import dev.weft.train.Task;
import dev.weft.train.TrainingFields;
import dev.weft.train.TrainingSpec;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * What is trained and how: a recipe, and what options change about it. The options are those of the
 * table of a training's fields, made from it.
 */
public final class TrainOptions {
  /** What texts are tried on. */
  private static final TrainingSpec NOBODY = Recipe.reference().multiclass();

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "reference",
      description = "What holds where no option says otherwise: reference, notebook or tuned.")
  private String recipe;

  @Option(
      names = "--train-range",
      paramLabel = "A:B",
      converter = Converters.Range.class,
      description = "Take the training samples A to B-1 only; the last of them validate.")
  private Optional<SampleRange> trainRange;

  private final FieldOptions fields =
      new FieldOptions((field, text) -> field.set(NOBODY.toBuilder(), text));

  /** Adds an option a field to a command. */
  public void addFieldsTo(CommandSpec spec) {
    fields.addTo(spec, TrainingFields.ALL);
  }

  /** What is asked for. */
  private TrainingRequest request() {
    return new TrainingRequest(recipe, fields.given());
  }

  /** The task: as asked for, multiclass by default, regression where the data has targets. */
  public Task task(boolean targets) {
    return request().task(targets);
  }

  /** The training samples that were asked for. */
  public Optional<SampleRange> trainRange() {
    return trainRange;
  }

  /** Samples with those of training that were asked for. */
  public Samples ranged(Samples samples) {
    return trainRange.map(range -> samples.withTrain(range.of(samples.train()))).orElse(samples);
  }

  /** The recipe's name. */
  public String recipe() {
    return recipe;
  }

  /**
   * Everything together.
   *
   * @param fashion whether the data is Fashion-MNIST, which the recipes are made for
   * @param widths that the data needs of the network at both ends; empty while it is not loaded
   * @throws UsageException where it does not go together
   */
  public TrainingSpec spec(Task task, boolean fashion, Optional<int[]> widths) {
    return UsageException.interpreting(() -> request().spec(task, fashion, widths));
  }

  /**
   * How a training goes on: as it was, with what is given now of what may be another.
   *
   * @throws UsageException where something given contradicts the run, or nothing is left to train
   */
  public TrainingSpec resumed(EarlierRun run, EarlierModel model) {
    if (fields.matched("--recipe")) {
      requireSame(run, "--recipe", Optional.of(recipe), Optional.of(run.recipe()));
    }
    if (trainRange.isPresent()) {
      requireSame(
          run,
          "--train-range",
          trainRange.map(SampleRange::toString),
          run.trainRange().map(SampleRange::toString));
    }
    request()
        .given("task")
        .map(Task::parse)
        .ifPresent(
            task ->
                requireSame(
                    run,
                    "--task",
                    Optional.of(task.toString()),
                    Optional.of(model.spec().task().toString())));
    TrainingSpec spec =
        UsageException.interpreting(
            () -> {
              SpecBuilder builder = model.spec().toBuilder();
              request().apply(builder);
              return builder.build().requireValidated();
            });
    model.requireContinuedBy(spec, run.complete());
    recipe = run.recipe();
    trainRange = run.trainRange();
    return spec;
  }

  private static void requireSame(
      EarlierRun run, String option, Optional<String> now, Optional<String> before) {
    if (!now.equals(before)) {
      throw EarlierModel.contradiction(
          run.folder(),
          option + " " + now.orElseThrow(),
          before.map(value -> "with " + option + " " + value).orElse("without it"));
    }
  }
}
