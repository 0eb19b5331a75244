package dev.weft.runs.training;

import dev.weft.data.Dataset;
import dev.weft.nn.Optimizer;
import dev.weft.train.TrainingConfig;
import dev.weft.train.Validation;
import java.util.OptionalInt;

/**
 * Everything that decides how a model is trained, apart from data and device: what a recipe is made
 * of, what options override, and what results record.
 *
 * @param patience epochs without a better val_loss before training stops, empty for never
 */
public record ModelPlan(
    Task task,
    NetworkPlan network,
    int epochs,
    int batchSize,
    float learningRate,
    Schedule schedule,
    Optimizer optimizer,
    ValidationSize validation,
    OptionalInt patience,
    ClassWeighting classWeights,
    boolean shuffle,
    long seed) {
  /** The most epochs and the largest batch that may be asked for. */
  public static final int MAX = 1_000_000;

  public ModelPlan {
    require(epochs >= 1 && epochs <= MAX, "--epochs", "1 to " + MAX, epochs);
    require(batchSize >= 1 && batchSize <= MAX, "--batch-size", "1 to " + MAX, batchSize);
    require(
        learningRate > 0 && learningRate < Float.POSITIVE_INFINITY,
        "--learning-rate",
        "a positive number",
        learningRate);
    require(
        patience.isEmpty() || patience.getAsInt() >= 1,
        "--early-stopping",
        "at least 1 epoch, or off",
        patience.orElse(0));
    if (patience.isPresent() && validation.none()) {
      throw new IllegalArgumentException(
          "--early-stopping needs validation samples: leave --validation above 0, or add"
              + " --early-stopping off");
    }
    schedule.from(learningRate);
    if (schedule instanceof Schedule.Cosine cosine && cosine.warmupEpochs() >= epochs) {
      throw new IllegalArgumentException(
          "--lr-schedule "
              + cosine
              + " warms up for "
              + cosine.warmupEpochs()
              + " epochs, which leaves nothing of the "
              + epochs
              + " of --epochs");
    }
    if (classWeights instanceof ClassWeighting.Given given) {
      requireOneWeightPerClass(given.weights().size(), network.architecture().classes());
    }
  }

  private static void requireOneWeightPerClass(int weights, int classes) {
    if (weights != classes) {
      throw new IllegalArgumentException(
          "--class-weights names "
              + weights
              + " weights, but "
              + (classes == 0
                  ? "the outputs are not classes"
                  : "there are " + classes + " classes"));
    }
  }

  private static void require(boolean holds, String option, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(option + " takes " + expected + ", not " + found);
    }
  }

  /** The trainer's configuration for these samples. */
  public TrainingConfig config(Dataset samples) {
    return config(samples, 0);
  }

  /**
   * The same for a run that goes on.
   *
   * @param initialEpoch epochs that were trained before
   */
  TrainingConfig config(Dataset samples, int initialEpoch) {
    Validation held = validation.of(samples.size(), "--validation");
    Dataset trained = samples.range(0, samples.size() - validation.of(samples.size()));
    return TrainingConfig.builder()
        .epochs(epochs)
        .initialEpoch(initialEpoch)
        .batchSize(batchSize)
        .optimizer(optimizer)
        .learningRate(schedule.from(learningRate))
        .validation(held)
        .shuffle(shuffle)
        .shuffleSeed(seed)
        .classWeights(classWeights.of(trained))
        .build();
  }

  /** The same plan with another seed. */
  public ModelPlan withSeed(long other) {
    return new ModelPlan(
        task,
        network,
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        validation,
        patience,
        classWeights,
        shuffle,
        other);
  }

  /** The same plan with at most {@code most} epochs. */
  public ModelPlan withEpochs(int most) {
    return new ModelPlan(
        task,
        network,
        most,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        validation,
        patience,
        classWeights,
        shuffle,
        seed);
  }

  /** The same plan with another number of validation samples. */
  public ModelPlan withValidation(ValidationSize other) {
    return new ModelPlan(
        task,
        network,
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        other,
        patience,
        classWeights,
        shuffle,
        seed);
  }
}
