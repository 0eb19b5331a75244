package dev.weft.runs.training;

import dev.weft.nn.Activation;
import dev.weft.nn.Optimizer.Adam;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The two models of the study as it trained them: 784-32-32-10 and 784-32-32-1 with ReLU, Adam
 * 0.001, batch 32, the last 10,000 training images for validation, a stop after 5 epochs without a
 * better val_loss, up to 50 and 25 epochs.
 *
 * @param name as the option {@code --recipe} takes it
 * @param multiclass the ten-class model
 * @param binary clothing against footwear and bags
 */
public record Recipe(String name, ModelPlan multiclass, ModelPlan binary) {
  /** As the study's text has it. */
  public static Recipe reference() {
    return new Recipe(
        "reference",
        plan(Task.MULTICLASS, List.of(784, 32, 32, 10), Map.of(), 50),
        plan(Task.BINARY, List.of(784, 32, 32, 1), Map.of(), 25));
  }

  /** As the study's notebook has it: the two-class model with dropout 0.2 and a layer of 10. */
  public static Recipe notebook() {
    return new Recipe(
        "notebook",
        reference().multiclass(),
        plan(Task.BINARY, List.of(784, 32, 10, 1), Map.of(1, 0.2f), 25));
  }

  private static ModelPlan plan(
      Task task, List<Integer> layers, Map<Integer, Float> dropout, int epochs) {
    return new ModelPlan(
        task,
        new NetworkPlan(layers, Activation.RELU, dropout, task.loss()),
        epochs,
        32,
        0.001f,
        new Schedule.Constant(),
        Adam.DEFAULT,
        new ValidationSize.Samples(10_000),
        OptionalInt.of(5),
        new ClassWeighting.None(),
        true,
        0);
  }

  /** The recipe of this name; the names are {@link #names}. */
  public static Recipe named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "reference" -> reference();
      case "notebook" -> notebook();
      default ->
          throw new IllegalArgumentException(
              "there is no recipe '" + name + "': there are " + String.join(", ", names()));
    };
  }

  /** The names of all recipes. */
  public static List<String> names() {
    return List.of("reference", "notebook");
  }

  /** The same recipe with another seed for both models. */
  public Recipe withSeed(long seed) {
    return new Recipe(name, multiclass.withSeed(seed), binary.withSeed(seed));
  }

  /** The same recipe with at most {@code epochs} epochs for each model. */
  public Recipe withEpochs(int epochs) {
    return new Recipe(
        name,
        multiclass.withEpochs(Math.min(epochs, multiclass.epochs())),
        binary.withEpochs(Math.min(epochs, binary.epochs())));
  }

  /** The same recipe with another number of validation samples. */
  public Recipe withValidation(int samples) {
    ValidationSize size = new ValidationSize.Samples(samples);
    return new Recipe(name, multiclass.withValidation(size), binary.withValidation(size));
  }

  /** The plan for a task, where the recipe has one. */
  public ModelPlan plan(Task task) {
    return task == Task.BINARY ? binary : multiclass;
  }
}
