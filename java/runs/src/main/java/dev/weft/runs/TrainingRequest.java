package dev.weft.runs;

import dev.weft.train.ClassWeights;
import dev.weft.train.SpecBuilder;
import dev.weft.train.Task;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingFields;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What somebody asks for of a training: a recipe, and what is said of single fields besides. With
 * data it becomes a {@link TrainingSpec}.
 *
 * @param recipe the name of a recipe
 * @param given the texts that are given for a field, in the order of the table
 */
public record TrainingRequest(String recipe, Map<TrainingField, List<String>> given) {
  private static final Validation OTHER_DATA = Validation.fraction(0.2);

  public TrainingRequest {
    Map<TrainingField, List<String>> ordered =
        new TreeMap<>(Comparator.comparingInt(TrainingFields.ALL::indexOf));
    given.forEach((field, texts) -> ordered.put(field, List.copyOf(texts)));
    given = Collections.unmodifiableMap(ordered);
  }

  /** The same with texts for further fields, in place of what was given for those. */
  public TrainingRequest with(Map<TrainingField, List<String>> further) {
    Map<TrainingField, List<String>> all = new LinkedHashMap<>(given);
    all.putAll(further);
    return new TrainingRequest(recipe, all);
  }

  /** The first text for the field of this name. */
  public Optional<String> given(String name) {
    return given.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(entry -> entry.getValue().get(0))
        .findFirst();
  }

  /** The task: as asked for, multiclass by default, regression where the data has targets. */
  public Task task(boolean targets) {
    return given("task").map(Task::parse).orElse(targets ? Task.REGRESSION : Task.MULTICLASS);
  }

  /**
   * Everything together.
   *
   * @param fashion whether the data is Fashion-MNIST, which the recipes are made for
   * @param widths that the data needs of the network at both ends; empty while it is not loaded
   * @throws IllegalArgumentException where it does not go together
   */
  public TrainingSpec spec(Task task, boolean fashion, Optional<int[]> widths) {
    TrainingSpec base = Recipe.named(recipe).spec(task);
    SpecBuilder builder = base.toBuilder().task(task).loss(task.loss());
    if (!fashion) {
      builder.validation(OTHER_DATA);
    }
    if (given("layers").isPresent()) {
      builder.withoutDropout();
    } else if (widths.isPresent() || !fashion) {
      builder.layers(fitted(base, widths.orElseGet(() -> widthsBeforeLoading(task))));
    }
    apply(builder);
    TrainingSpec spec = builder.build();
    if (spec.validation().isNone() && given("early_stopping").isEmpty()) {
      // Where nothing validates nothing can stop early; an error only where it is asked for.
      spec = spec.toBuilder().earlyStopping(OptionalInt.empty()).build();
    }
    return spec.requireValidated();
  }

  /** Sets what is given, and leaves the rest. */
  public void apply(SpecBuilder builder) {
    given.forEach((field, texts) -> texts.forEach(text -> field.set(builder, text)));
  }

  /** The recipe's hidden layers between the widths of data. */
  private static List<Integer> fitted(TrainingSpec base, int[] ends) {
    List<Integer> widths = new ArrayList<>(base.network().widths());
    widths.set(0, ends[0]);
    widths.set(widths.size() - 1, ends[1]);
    return widths;
  }

  /** Widths that stand in for those of the data. */
  private int[] widthsBeforeLoading(Task task) {
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
}
