package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.runs.TrainingRequest;
import dev.weft.runs.sweep.Axis;
import dev.weft.runs.sweep.Halving;
import dev.weft.runs.sweep.Objective;
import dev.weft.runs.sweep.SweepPlan;
import dev.weft.runs.sweep.Values;
import dev.weft.runs.sweep.Weights;
import dev.weft.train.Task;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * What a search tries: a recipe, and for each field of a training one value or several. The options
 * are those of the table of a training's fields, made from it.
 */
public final class SweepOptions {
  private static final TrainingField SEED =
      TrainingFields.ALL.stream().filter(field -> field.name().equals("seed")).findFirst().get();

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "reference",
      description = "What holds where no option says otherwise: reference, notebook or tuned.")
  private String recipe;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      defaultValue = "0",
      converter = Seeds.class,
      description =
          "Train each configuration with each of these, such as 1..5 or 1,2,7. Default:"
              + " ${DEFAULT-VALUE}.")
  private Values seeds;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Cross-validation: each of K parts of the training samples, with its share of each class,"
              + " validates once. Default: the last samples validate, as in train.")
  private Optional<Integer> folds;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Draw N configurations by chance. Default: all that there are.")
  private Optional<Integer> trials;

  @Option(
      names = "--search-seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "What configurations are drawn by. Default: ${DEFAULT-VALUE}.")
  private long searchSeed;

  @Option(
      names = "--halving",
      paramLabel = "EPOCHS[:F]",
      converter = Rungs.class,
      description =
          "Successive halving: train all for EPOCHS, the best one of F anew for F times as many, and"
              + " so on to --epochs. F is 3 where it is not named.")
  private Optional<Halving> halving;

  @Option(
      names = "--rank-by",
      paramLabel = "FIGURE",
      description = "val_accuracy or val_loss. Default: val_accuracy, for numbers val_loss.")
  private Optional<Objective> objective;

  @Option(
      names = "--weights",
      paramLabel = "WHICH",
      defaultValue = "best",
      description =
          "Whose figures count: best, those of the epoch with the lowest val_loss, or last. Default:"
              + " ${DEFAULT-VALUE}.")
  private Weights weights;

  private final FieldOptions fields = new FieldOptions(Values::parse);

  /** What {@code --seeds} takes. */
  static final class Seeds implements ITypeConverter<Values> {
    @Override
    public Values convert(String text) throws Exception {
      return Converters.of((String seeds) -> Values.parse(SEED, seeds)).convert(text);
    }
  }

  /** What {@code --halving} takes. */
  static final class Rungs implements ITypeConverter<Halving> {
    @Override
    public Halving convert(String text) throws Exception {
      return Converters.of(Halving::parse).convert(text);
    }
  }

  /** Adds an option a field to a command. */
  public void addFieldsTo(CommandSpec spec) {
    fields.addTo(spec, TrainingFields.ALL.stream().filter(field -> field != SEED).toList());
  }

  /**
   * What is asked for.
   *
   * @param targets whether the data has numbers to predict
   * @throws UsageException where it does not go together
   */
  public SweepPlan plan(boolean targets) {
    return UsageException.interpreting(
        () -> {
          Map<TrainingField, List<String>> settings = new LinkedHashMap<>();
          List<Axis> axes = new ArrayList<>();
          fields.given().forEach((field, texts) -> sort(field, texts, settings, axes));
          TrainingRequest request = new TrainingRequest(recipe, settings);
          boolean numbers = request.task(targets) == Task.REGRESSION;
          if (numbers && objective.filter(Objective.VAL_ACCURACY::equals).isPresent()) {
            throw new IllegalArgumentException(
                "--rank-by val_accuracy needs classes: a regression has val_loss");
          }
          return new SweepPlan(
              request,
              axes,
              trials.map(OptionalInt::of).orElseGet(OptionalInt::empty),
              searchSeed,
              halving,
              seeds.listed().orElseThrow(() -> wrongSeeds(seeds)).stream()
                  .map(Long::parseLong)
                  .toList(),
              folds.orElse(0),
              objective.orElse(numbers ? Objective.VAL_LOSS : Objective.VAL_ACCURACY),
              weights);
        });
  }

  private static IllegalArgumentException wrongSeeds(Values seeds) {
    return new IllegalArgumentException(
        "--seeds takes whole numbers that can be listed, such as 1..5, not " + seeds);
  }

  /** One value of a field is a setting of all, several are an axis. */
  private static void sort(
      TrainingField field,
      List<String> texts,
      Map<TrainingField, List<String>> settings,
      List<Axis> axes) {
    List<Values> values = texts.stream().map(text -> Values.parse(field, text)).toList();
    boolean single =
        values.stream().allMatch(some -> some.listed().filter(all -> all.size() == 1).isPresent());
    if (single) {
      settings.put(field, values.stream().map(some -> some.listed().get().get(0)).toList());
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      axes.add(new Axis(field.name() + (i == 0 ? "" : "-" + (i + 1)), field, values.get(i)));
    }
  }
}
