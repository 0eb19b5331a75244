package dev.weft.train;

import dev.weft.nn.Optimizer;
import dev.weft.nn.Optimizer.Adam;
import dev.weft.train.LearningRateSchedule.Cosine;
import java.util.List;
import java.util.Objects;

/**
 * How a network is trained.
 *
 * @param epochs the number of the last epoch, at least 1: where a run is resumed, those before
 *     count
 * @param initialEpoch epochs that were trained before, 0 for a new run
 * @param batchSize samples a step, at least 1; the last batch of an epoch may have fewer
 * @param optimizer with its constants apart from the learning rate
 * @param learningRate of each step
 * @param validation what the network is validated on after each epoch
 * @param shuffle whether each epoch takes the samples in an order of its own, else in file order
 * @param shuffleSeed the seed of these orders
 * @param classWeights the factor on the loss of each class's samples while training, or empty for 1
 *     throughout; the loss of a batch is the weighted sum over the number of its samples, as in
 *     Keras
 */
public record TrainingConfig(
    int epochs,
    int initialEpoch,
    int batchSize,
    Optimizer optimizer,
    LearningRateSchedule learningRate,
    Validation validation,
    boolean shuffle,
    long shuffleSeed,
    List<Float> classWeights) {
  public TrainingConfig {
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(learningRate, "learningRate");
    Objects.requireNonNull(validation, "validation");
    classWeights = List.copyOf(classWeights);
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "a network is trained for 1 or more epochs, not " + epochs);
    }
    if (initialEpoch < 0 || initialEpoch >= epochs) {
      throw new IllegalArgumentException(
          "the initial epoch lies between 0 and epochs - 1 = "
              + (epochs - 1)
              + ", not "
              + initialEpoch);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch has 1 or more samples, not " + batchSize);
    }
    if (learningRate instanceof Cosine cosine && cosine.warmupEpochs() >= epochs) {
      throw new IllegalArgumentException(
          cosine.warmupEpochs() + " warm-up epochs leave nothing of " + epochs + " epochs");
    }
    requireWeights(classWeights);
  }

  private static void requireWeights(List<Float> weights) {
    for (int i = 0; i < weights.size(); i++) {
      float weight = weights.get(i);
      if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "class weights are finite and not negative; that of class " + i + " is " + weight);
      }
    }
    if (!weights.isEmpty() && weights.stream().allMatch(weight -> weight == 0)) {
      throw new IllegalArgumentException("all class weights are 0, so nothing would be trained");
    }
  }

  /** Starts from the defaults: one epoch, batches of 32, Adam at 0.001, shuffled, no validation. */
  public static Builder builder() {
    return new Builder();
  }

  float[] classWeightArray() {
    float[] weights = new float[classWeights.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = classWeights.get(i);
    }
    return weights;
  }

  /** Collects settings; each has the default of Keras. */
  public static final class Builder {
    private int epochs = 1;
    private int initialEpoch;
    private int batchSize = 32;
    private Optimizer optimizer = Adam.DEFAULT;
    private LearningRateSchedule learningRate = LearningRateSchedule.constant(0.001f);
    private Validation validation = Validation.none();
    private boolean shuffle = true;
    private long shuffleSeed;
    private List<Float> classWeights = List.of();

    private Builder() {}

    /** The number of the last epoch. */
    public Builder epochs(int epochs) {
      this.epochs = epochs;
      return this;
    }

    /** Epochs that were trained before. */
    public Builder initialEpoch(int initialEpoch) {
      this.initialEpoch = initialEpoch;
      return this;
    }

    /** Samples a step. */
    public Builder batchSize(int batchSize) {
      this.batchSize = batchSize;
      return this;
    }

    /** The optimizer with its constants apart from the learning rate. */
    public Builder optimizer(Optimizer optimizer) {
      this.optimizer = optimizer;
      return this;
    }

    /** A constant learning rate. */
    public Builder learningRate(float rate) {
      return learningRate(LearningRateSchedule.constant(rate));
    }

    /** The learning rate of each step. */
    public Builder learningRate(LearningRateSchedule schedule) {
      this.learningRate = schedule;
      return this;
    }

    /** What the network is validated on after each epoch. */
    public Builder validation(Validation validation) {
      this.validation = validation;
      return this;
    }

    /** Whether each epoch has an order of its own. */
    public Builder shuffle(boolean shuffle) {
      this.shuffle = shuffle;
      return this;
    }

    /** The seed of the epochs' orders. */
    public Builder shuffleSeed(long shuffleSeed) {
      this.shuffleSeed = shuffleSeed;
      return this;
    }

    /** The factor on the loss of each class. */
    public Builder classWeights(List<Float> classWeights) {
      this.classWeights = classWeights;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException for a setting out of its range
     */
    public TrainingConfig build() {
      return new TrainingConfig(
          epochs,
          initialEpoch,
          batchSize,
          optimizer,
          learningRate,
          validation,
          shuffle,
          shuffleSeed,
          classWeights);
    }
  }
}
