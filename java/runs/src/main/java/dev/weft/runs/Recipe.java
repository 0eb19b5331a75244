package dev.weft.runs;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;
import dev.weft.nn.Optimizer.AdamW;
import dev.weft.train.LearningRateSchedule;
import dev.weft.train.SpecBuilder;
import dev.weft.train.Task;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * How the ten-class and the two-class model are trained: as the study did, {@link #reference} and
 * {@link #notebook}, or better, {@link #tuned}, whose settings were chosen by validation images
 * alone.
 *
 * @param name as the option {@code --recipe} takes it
 * @param multiclass the ten-class model
 * @param binary clothing against footwear and bags
 */
public record Recipe(String name, TrainingSpec multiclass, TrainingSpec binary) {
  private static final int INPUTS = 784;

  /**
   * As the study's text has it: 784-32-32-10 and 784-32-32-1 with ReLU, Adam 0.001, batch 32, the
   * last 10,000 training images for validation, a stop after 5 epochs without a better val_loss, up
   * to 50 and 25 epochs.
   */
  public static Recipe reference() {
    return new Recipe(
        "reference",
        spec(
            Architecture.inputs(INPUTS)
                .dense(32, Activation.RELU)
                .dense(32, Activation.RELU)
                .output(10, Loss.SOFTMAX_CROSS_ENTROPY),
            50),
        spec(
            Architecture.inputs(INPUTS)
                .dense(32, Activation.RELU)
                .dense(32, Activation.RELU)
                .output(1, Loss.SIGMOID_CROSS_ENTROPY),
            25));
  }

  /** As the study's notebook has it: the two-class model with dropout 0.2 and a layer of 10. */
  public static Recipe notebook() {
    return new Recipe(
        "notebook",
        reference().multiclass(),
        spec(
            Architecture.inputs(INPUTS)
                .dense(32, Activation.RELU)
                .dropout(0.2f)
                .dense(10, Activation.RELU)
                .output(1, Loss.SIGMOID_CROSS_ENTROPY),
            25));
  }

  /**
   * The study's networks trained better: AdamW with a warm-up and a cosine to 0, pixels masked,
   * weights averaged, 200 epochs without a stop; images of two classes shifted by a pixel at most.
   * What counts are the last weights.
   */
  public static Recipe tuned() {
    Recipe study = reference();
    return new Recipe(
        "tuned",
        tuned(study.multiclass.toBuilder()).build(),
        tuned(study.binary.toBuilder()).shift(1).build());
  }

  private static SpecBuilder tuned(SpecBuilder study) {
    return study
        .batchSize(64)
        .epochs(200)
        .earlyStopping(OptionalInt.empty())
        .learningRate(0.003f)
        .schedule(LearningRateSchedule.cosine(0, 0))
        .warmup(0.1)
        .optimizer(adamW(0.02))
        .maskingNoise(0.1f)
        .averageDecay(0.9995);
  }

  private static Optimizer adamW(double weightDecay) {
    AdamW keras = AdamW.DEFAULT;
    return keras.with(keras.beta1(), keras.beta2(), keras.epsilon(), weightDecay, 0);
  }

  private static TrainingSpec spec(Architecture network, int epochs) {
    return TrainingSpec.builder(network)
        .epochs(epochs)
        .validation(Validation.last(10_000))
        .earlyStopping(5)
        .build();
  }

  /**
   * The recipe of this name; the names are {@link #names}.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Recipe named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "reference" -> reference();
      case "notebook" -> notebook();
      case "tuned" -> tuned();
      default ->
          throw new IllegalArgumentException(
              "there is no recipe '" + name + "': there are " + String.join(", ", names()));
    };
  }

  /** The names of all recipes. */
  public static List<String> names() {
    return List.of("reference", "notebook", "tuned");
  }

  /** The same recipe with another seed for both models. */
  public Recipe withSeed(long seed) {
    return named(name, spec -> spec.toBuilder().seed(seed).build());
  }

  /** The same recipe with at most {@code epochs} epochs for each model. */
  public Recipe withEpochs(int epochs) {
    return named(name, spec -> spec.toBuilder().epochs(Math.min(epochs, spec.epochs())).build());
  }

  /** The same recipe with another number of validation samples. */
  public Recipe withValidation(int samples) {
    return named(name, spec -> spec.toBuilder().validation(Validation.last(samples)).build());
  }

  private Recipe named(String name, UnaryOperator<TrainingSpec> change) {
    return new Recipe(name, change.apply(multiclass), change.apply(binary));
  }

  /** The specification for a task; numbers are learned as the ten classes are. */
  public TrainingSpec spec(Task task) {
    return task == Task.BINARY ? binary : multiclass;
  }
}
