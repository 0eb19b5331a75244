package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.runs.EarlierModel;
import dev.weft.runs.EarlierRun;
import dev.weft.runs.Recipe;
import dev.weft.runs.input.SampleRange;
import dev.weft.train.ClassWeights;
import dev.weft.train.SpecBuilder;
import dev.weft.train.Task;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingFields;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * What is trained and how: a recipe, and what options change about it. The options are those of the
 * table of a training's fields, made from it.
 */
public final class TrainOptions {
  private static final Validation OTHER_DATA = Validation.fraction(0.2);

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "reference",
      description = "What holds where no option says otherwise: reference or notebook.")
  private String recipe;

  @Option(
      names = "--train-range",
      paramLabel = "A:B",
      converter = Converters.Range.class,
      description = "Take the training samples A to B-1 only; the last of them validate.")
  private Optional<SampleRange> trainRange;

  private Optional<CommandSpec> command = Optional.empty();

  /** Adds an option a field to a command. */
  public void addFieldsTo(CommandSpec spec) {
    command = Optional.of(spec);
    TrainingFields.ALL.forEach(field -> spec.addOption(option(field)));
  }

  private static OptionSpec option(TrainingField field) {
    OptionSpec.Builder option =
        OptionSpec.builder(field.option()).description(field.help() + defaultOf(field));
    if (field.label().isEmpty()) {
      return option.type(boolean.class).arity("0").build();
    }
    SpecBuilder nobody = Recipe.reference().multiclass().toBuilder();
    option
        .paramLabel(field.label())
        .arity("1")
        .converters(
            Converters.of(
                text -> {
                  field.set(nobody, text);
                  return text;
                }));
    if (!field.choices().isEmpty()) {
      option.completionCandidates(field.choices());
    }
    return field.repeatable()
        ? option.type(List.class).auxiliaryTypes(String.class).build()
        : option.type(String.class).build();
  }

  /** What the recipe of the study says of a field that options leave alone. */
  private static String defaultOf(TrainingField field) {
    Recipe reference = Recipe.reference();
    List<String> many = field.texts(reference.multiclass());
    List<String> two = field.texts(reference.binary());
    if (many.isEmpty() || field.name().equals("task") || field.name().equals("loss")) {
      return "";
    }
    return " Default: "
        + String.join(" ", many)
        + (two.equals(many) ? "" : ", binary " + String.join(" ", two))
        + ".";
  }

  /** The texts that were given for each field, in the order of the table. */
  private Map<TrainingField, List<String>> given() {
    ParseResult parsed = command.orElseThrow().commandLine().getParseResult();
    Map<TrainingField, List<String>> given =
        new TreeMap<>((a, b) -> TrainingFields.ALL.indexOf(a) - TrainingFields.ALL.indexOf(b));
    for (TrainingField field : TrainingFields.ALL) {
      if (parsed.hasMatchedOption(field.option())) {
        OptionSpec option = parsed.matchedOption(field.option());
        given.put(field, field.label().isEmpty() ? List.of("") : option.originalStringValues());
      }
    }
    return given;
  }

  private Optional<String> given(String name) {
    return given().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(entry -> entry.getValue().get(0))
        .findFirst();
  }

  /** The task: as asked for, multiclass by default, regression where the data has targets. */
  public Task task(boolean targets) {
    return given("task").map(Task::parse).orElse(targets ? Task.REGRESSION : Task.MULTICLASS);
  }

  /** The training samples that were asked for. */
  public Optional<SampleRange> trainRange() {
    return trainRange;
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
    return UsageException.interpreting(
        () -> {
          TrainingSpec base = Recipe.named(recipe).spec(task);
          SpecBuilder builder = base.toBuilder().task(task).loss(task.loss());
          if (!fashion) {
            builder.validation(OTHER_DATA);
          }
          if (given("layers").isPresent()) {
            builder.withoutDropout();
          } else if (widths.isPresent() || !fashion) {
            builder.layers(fitted(base, widths.orElseGet(() -> placeholder(task))));
          }
          apply(builder);
          TrainingSpec spec = builder.build();
          if (spec.validation().isNone() && given("early_stopping").isEmpty()) {
            // Where nothing validates nothing can stop early; an error only where it is asked for.
            spec = spec.toBuilder().earlyStopping(OptionalInt.empty()).build();
          }
          return spec.requireValidated();
        });
  }

  private void apply(SpecBuilder builder) {
    given().forEach((field, texts) -> texts.forEach(text -> field.set(builder, text)));
  }

  /** The recipe's hidden layers between the widths of data. */
  private static List<Integer> fitted(TrainingSpec base, int[] ends) {
    List<Integer> widths = new ArrayList<>(base.network().widths());
    widths.set(0, ends[0]);
    widths.set(widths.size() - 1, ends[1]);
    return widths;
  }

  /** Widths that stand in for those of the data. */
  private int[] placeholder(Task task) {
    if (task != Task.MULTICLASS) {
      return new int[] {1, 1};
    }
    return new int[] {
      1,
      given("class_weights")
          .map(ClassWeights::parse)
          .filter(ClassWeights.Given.class::isInstance)
          .map(weights -> ((ClassWeights.Given) weights).weights().size())
          .orElse(2)
    };
  }

  /**
   * How a training goes on: as it was, with what is given now of what may be another.
   *
   * @throws UsageException where something given contradicts the run, or nothing is left to train
   */
  public TrainingSpec resumed(EarlierRun run, EarlierModel model) {
    if (command.orElseThrow().commandLine().getParseResult().hasMatchedOption("--recipe")) {
      requireSame(run, "--recipe", Optional.of(recipe), Optional.of(run.recipe()));
    }
    if (trainRange.isPresent()) {
      requireSame(
          run,
          "--train-range",
          trainRange.map(SampleRange::toString),
          run.trainRange().map(SampleRange::toString));
    }
    given("task")
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
              apply(builder);
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
