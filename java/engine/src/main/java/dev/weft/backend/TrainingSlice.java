package dev.weft.backend;

import dev.weft.data.ImageShift;
import dev.weft.nn.Optimizer;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of an epoch: the samples to train on, in order, and how.
 *
 * @param order sample numbers in training order; only {@code from} to {@code to - 1} are trained on
 * @param from the first entry of {@code order}
 * @param to the entry after the last
 * @param batchSize samples a batch; the slice's last batch may have fewer
 * @param learningRates one a step of the slice
 * @param optimizer with its other constants
 * @param classWeights the factor on the loss of each class, or empty for 1 throughout
 * @param averageDecay of the exponential average of the parameters, taken after each update:
 *     average = averageDecay &middot; average + (1 - averageDecay) &middot; parameters; it begins
 *     as the parameters before the first of these updates. From 0 to below 1, 0 for none
 * @param shift of the images, before any dropout, where there is one
 */
public record TrainingSlice(
    int[] order,
    int from,
    int to,
    int batchSize,
    float[] learningRates,
    Optimizer optimizer,
    float[] classWeights,
    double averageDecay,
    Optional<ImageShift> shift) {
  public TrainingSlice {
    Objects.checkFromToIndex(from, to, order.length);
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(shift, "shift");
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch has at least 1 sample, not " + batchSize);
    }
    if (!(averageDecay >= 0 && averageDecay < 1)) {
      throw new IllegalArgumentException(
          "the decay of an average lies in [0, 1), not " + averageDecay);
    }
    int steps = steps(to - from, batchSize);
    if (learningRates.length != steps) {
      throw new IllegalArgumentException(
          learningRates.length + " learning rates for " + steps + " steps");
    }
    for (int i = 0; i < steps; i++) {
      if (!Float.isFinite(learningRates[i])) {
        throw new IllegalArgumentException(
            "the learning rate of step " + i + " is " + learningRates[i] + ", not a number");
      }
    }
  }

  /** The same without an average and a shift. */
  public TrainingSlice(
      int[] order,
      int from,
      int to,
      int batchSize,
      float[] learningRates,
      Optimizer optimizer,
      float[] classWeights) {
    this(
        order,
        from,
        to,
        batchSize,
        learningRates,
        optimizer,
        classWeights,
        0,
        Optional.<ImageShift>empty());
  }

  /** The number of samples that it trains on. */
  public int samples() {
    return to - from;
  }

  /** Whether another has as many samples in batches of the same size: both can train at once. */
  public boolean hasShapeOf(TrainingSlice other) {
    return samples() == other.samples() && batchSize == other.batchSize;
  }

  /** The number of steps that the slice takes. */
  public int steps() {
    return learningRates.length;
  }

  /** The number of batches that {@code samples} make, the last, partial one counted. */
  public static int steps(int samples, int batchSize) {
    return (int) ((samples + (long) batchSize - 1) / batchSize);
  }
}
