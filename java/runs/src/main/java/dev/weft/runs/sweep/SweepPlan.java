package dev.weft.runs.sweep;

import dev.weft.runs.TrainingRequest;
import dev.weft.train.SpecException;
import dev.weft.train.Task;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a search tries.
 *
 * @param request what all of its trainings have in common
 * @param axes the fields that vary
 * @param trials how many configurations are drawn by chance; empty for all that there are
 * @param searchSeed what they are drawn by
 * @param halving whether, and how, only the best train for all epochs
 * @param seeds each configuration trains with each of them
 * @param folds as many parts of the training samples validate one after the other, 2 or more; 0 for
 *     the validation of the specification
 * @param objective what ranks
 * @param weights whose figures count
 */
public record SweepPlan(
    TrainingRequest request,
    List<Axis> axes,
    OptionalInt trials,
    long searchSeed,
    Optional<Halving> halving,
    List<Long> seeds,
    int folds,
    Objective objective,
    Weights weights) {
  /** The most folds that there can be. */
  public static final int MOST_FOLDS = 100;

  /** Fields that configurations must not differ in, since they would not be comparable. */
  private static final List<String> SHARED = List.of("task", "validation", "seed");

  /** Draws without a new configuration after which there are taken to be no more. */
  private static final int FRUITLESS = 1000;

  /**
   * Checks that the parts go together.
   *
   * @throws SpecException where they do not
   */
  public SweepPlan {
    axes = List.copyOf(axes);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty() || new LinkedHashSet<>(seeds).size() != seeds.size()) {
      throw new SpecException("{seeds} takes seeds that differ, not " + seeds);
    }
    if (folds < 0 || folds == 1 || folds > MOST_FOLDS) {
      throw new SpecException("{folds} takes 2 to " + MOST_FOLDS + ", not " + folds);
    }
    if (trials.isPresent() && (trials.getAsInt() < 1 || trials.getAsInt() > Values.MOST)) {
      throw new SpecException("{trials} takes 1 to " + Values.MOST + ", not " + trials.getAsInt());
    }
    for (Axis axis : axes) {
      requireAxis(axis, trials.isPresent(), halving.isPresent());
    }
  }

  private static void requireAxis(Axis axis, boolean drawn, boolean halved) {
    String field = axis.field().name();
    if (SHARED.contains(field)) {
      throw new SpecException(
          "{" + field + "} is the same for all configurations of a search: name one value");
    }
    if (halved && field.equals("epochs")) {
      throw new SpecException(
          "{epochs} takes one value where {halving} decides which configuration gets how many");
    }
    if (!drawn && axis.values().listed().isEmpty()) {
      throw new SpecException(
          "{" + field + "} has more values than can be listed: add {trials} N to draw N of them");
    }
  }

  /** How a training is to be judged, and what its epochs are at most. */
  List<Integer> rungs(Configuration configuration) {
    int epochs = configuration.spec().epochs();
    return halving.map(rungs -> rungs.rungs(epochs)).orElse(List.of(epochs));
  }

  /**
   * All configurations in order, each with the first seed.
   *
   * @param fashion whether the data is Fashion-MNIST
   * @param widths that the data needs at both ends of a network; empty while it is not loaded
   * @throws IllegalArgumentException where one of them is no training, in words that name it
   */
  public List<Configuration> configurations(Task task, boolean fashion, Optional<int[]> widths) {
    List<Configuration> all = new ArrayList<>();
    for (List<String> values : trials.isPresent() ? drawn(trials.getAsInt()) : grid()) {
      all.add(configuration(all.size() + 1, values, task, fashion, widths));
    }
    return all;
  }

  private Configuration configuration(
      int number, List<String> values, Task task, boolean fashion, Optional<int[]> widths) {
    Map<TrainingField, List<String>> texts = new LinkedHashMap<>();
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      texts.computeIfAbsent(axes.get(i).field(), field -> new ArrayList<>()).add(values.get(i));
      named.put(axes.get(i).name(), values.get(i));
    }
    TrainingSpec spec = request.with(texts).spec(task, fashion, widths);
    if (folds == 0 && spec.validation().isNone()) {
      requireNoChoice();
    }
    return new Configuration(number, named, spec.toBuilder().seed(seeds.get(0)).build());
  }

  /** Several seeds of one configuration need no validation. */
  private void requireNoChoice() {
    if (!axes.isEmpty()) {
      throw new SpecException(
          "{validation} 0 leaves nothing to choose by: name some samples, or add {folds} K");
    }
    if (weights == Weights.BEST) {
      throw new SpecException(
          "{validation} 0 leaves no lowest val_loss: add {weights} last for those of the last epoch");
    }
  }

  /** Every value of each axis with every one of the others, the last axis changing first. */
  private List<List<String>> grid() {
    long count = 1;
    for (Axis axis : axes) {
      count *= axis.values().listed().orElseThrow().size();
      if (count > Values.MOST) {
        throw new SpecException(
            "the values make more than "
                + Values.MOST
                + " configurations: add {trials} N to draw N of them");
      }
    }
    List<List<String>> grid = List.of(List.of());
    for (Axis axis : axes) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> begun : grid) {
        for (String value : axis.values().listed().orElseThrow()) {
          List<String> row = new ArrayList<>(begun);
          row.add(value);
          longer.add(row);
        }
      }
      grid = longer;
    }
    return grid;
  }

  /** Configurations that differ; fewer where there are no more. */
  private List<List<String>> drawn(int wanted) {
    SplittableRandom draws = new SplittableRandom(searchSeed);
    Set<List<String>> drawn = new LinkedHashSet<>();
    for (int fruitless = 0; drawn.size() < wanted && fruitless < FRUITLESS; ) {
      List<String> row = axes.stream().map(axis -> axis.values().draw(draws)).toList();
      fruitless = drawn.add(row) ? 0 : fruitless + 1;
    }
    return List.copyOf(drawn);
  }
}
