package dev.weft.train;

import dev.weft.backend.Fit;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import java.nio.FloatBuffer;

/**
 * Which samples of a data set train and how many steps that makes, found and checked before
 * anything is computed.
 *
 * @param trainSamples the first samples of the data set, which train
 * @param validationSamples those validated on: the ones after them, or of the set held apart
 * @param batchSize samples a step, not above the samples there are
 * @param stepsPerEpoch with the last, partial batch
 * @param totalSteps of all epochs, those before a resumed run's first counted
 */
record TrainingPlan(
    int trainSamples, int validationSamples, int batchSize, int stepsPerEpoch, long totalSteps) {

  /**
   * Checks that data, network and configuration fit together.
   *
   * @throws IllegalArgumentException where they do not
   */
  static TrainingPlan of(TrainingConfig config, Architecture architecture, Dataset data) {
    if (data.size() == 0) {
      throw new IllegalArgumentException("there are no samples to train on");
    }
    requireTrainable(architecture, data);
    Fit.requireClassWeights(architecture, data, config.classWeightArray());
    int validation = validationSamples(config.validation(), architecture, data);
    boolean split = !(config.validation() instanceof Validation.Held);
    int training = split ? data.size() - validation : data.size();
    int batchSize = Math.min(config.batchSize(), training);
    int steps = TrainingSlice.steps(training, batchSize);
    return new TrainingPlan(training, validation, batchSize, steps, (long) steps * config.epochs());
  }

  private static void requireTrainable(Architecture architecture, Dataset data) {
    Fit.requireTrainable(architecture, data);
    if (data.targetWidth() == 0) {
      return;
    }
    boolean probabilities = architecture.loss().classifies();
    FloatBuffer targets = data.targets();
    for (int i = 0; i < targets.limit(); i++) {
      float target = targets.get(i);
      if (!Float.isFinite(target) || probabilities && (target < 0 || target > 1)) {
        throw new IllegalArgumentException(
            "target "
                + i % data.targetWidth()
                + " of sample "
                + i / data.targetWidth()
                + " is "
                + target
                + ", expected "
                + (probabilities
                    ? "a number from 0 to 1, since the loss is " + architecture.loss().kerasName()
                    : "a finite number"));
      }
    }
  }

  private static int validationSamples(
      Validation validation, Architecture architecture, Dataset data) {
    if (validation instanceof Validation.Held held) {
      if (held.dataset().size() == 0) {
        throw new IllegalArgumentException("there are no samples in the validation set");
      }
      try {
        requireTrainable(architecture, held.dataset());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("the validation set does not fit: " + e.getMessage(), e);
      }
      return held.dataset().size();
    }
    if (validation instanceof Validation.Last last) {
      return requireSplit(last.samples(), data.size());
    }
    if (validation instanceof Validation.Fraction part) {
      // Rounded as Keras rounds: down, for the samples that train.
      int training = (int) (data.size() * (1 - part.fraction()));
      return requireSplit(data.size() - training, data.size());
    }
    return 0;
  }

  private static int requireSplit(int validation, int samples) {
    if (validation < 1 || validation >= samples) {
      throw new IllegalArgumentException(
          "a validation split of "
              + validation
              + " leaves nothing to train on, or nothing to"
              + " validate on, of "
              + samples
              + " samples");
    }
    return validation;
  }

  /** The order of the samples in an epoch, counted from 0. */
  int[] order(TrainingConfig config, int epoch) {
    return config.shuffle()
        ? Shuffle.order(trainSamples, config.shuffleSeed(), epoch)
        : Shuffle.fileOrder(trainSamples);
  }

  /** The number of samples in the first {@code steps} steps of an epoch. */
  int endOf(int steps) {
    return (int) Math.min((long) steps * batchSize, trainSamples);
  }

  /** The learning rate of a step of an epoch, both counted from 0. */
  float learningRate(TrainingConfig config, int epoch, int step) {
    long stepOfRun = (long) epoch * stepsPerEpoch + step;
    return config.learningRate().at(stepOfRun, stepsPerEpoch, totalSteps);
  }

  /** The learning rates of {@code steps} steps of an epoch. */
  float[] learningRates(TrainingConfig config, int epoch, int firstStep, int steps) {
    float[] rates = new float[steps];
    for (int i = 0; i < steps; i++) {
      rates[i] = learningRate(config, epoch, firstStep + i);
    }
    return rates;
  }
}
