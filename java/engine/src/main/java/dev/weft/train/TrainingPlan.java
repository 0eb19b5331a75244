package dev.weft.train;

import dev.weft.backend.DatasetFit;
import dev.weft.backend.TrainingSlice;
import dev.weft.data.Dataset;
import dev.weft.data.ImageShift;
import dev.weft.nn.Architecture;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Which samples of a data set train and how many steps that makes, found and checked before
 * anything is computed.
 *
 * @param trainSamples the first samples of the data set, which train
 * @param validationSamples those validated on: the ones after them, or of the set held apart
 * @param batchSize samples a step, not above the samples there are
 * @param stepsPerEpoch with the last, partial batch
 * @param totalSteps of all epochs, those before a resumed run's first counted
 * @param classWeights the factor on the loss of each class, or none for 1 throughout
 * @param shift of the images that train, where there is one
 */
record TrainingPlan(
    int trainSamples,
    int validationSamples,
    int batchSize,
    int stepsPerEpoch,
    long totalSteps,
    float[] classWeights,
    Optional<ImageShift> shift) {

  /**
   * Checks that data, network and specification fit together.
   *
   * @throws IllegalArgumentException where they do not
   */
  static TrainingPlan of(
      TrainingSpec spec, Architecture architecture, Dataset data, Optional<Dataset> validation) {
    if (!spec.network().equals(architecture)) {
      throw new IllegalArgumentException(
          "the network is not the one of the specification: it has the layers "
              + architecture.layers()
              + ", expected "
              + spec.network().layers());
    }
    if (data.size() == 0) {
      throw new IllegalArgumentException("there are no samples to train on");
    }
    requireTrainable(architecture, data);
    if (validation.isPresent() && !spec.validation().isNone()) {
      throw new IllegalArgumentException(
          "there are samples to validate on and a split of the training data, of "
              + spec.validation()
              + ": leave one of them out");
    }
    validation.ifPresent(samples -> requireValidation(architecture, samples));
    int training = requireSplit(spec.validation(), data.size());
    float[] classWeights = classWeights(spec.classWeights(), data, training);
    DatasetFit.requireClassWeights(architecture, data, classWeights);
    int validated = validation.map(Dataset::size).orElse(data.size() - training);
    int batchSize = Math.min(spec.batchSize(), training);
    int steps = TrainingSlice.steps(training, batchSize);
    return new TrainingPlan(
        training,
        validated,
        batchSize,
        steps,
        (long) steps * spec.epochs(),
        classWeights,
        spec.shiftOf(data));
  }

  private static float[] classWeights(ClassWeights weights, Dataset data, int training) {
    List<Float> factors = weights.of(data.range(0, training));
    float[] array = new float[factors.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = factors.get(i);
    }
    return array;
  }

  private static void requireTrainable(Architecture architecture, Dataset data) {
    DatasetFit.requireTrainable(architecture, data);
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

  private static void requireValidation(Architecture architecture, Dataset samples) {
    if (samples.size() == 0) {
      throw new IllegalArgumentException("there are no samples in the validation set");
    }
    try {
      requireTrainable(architecture, samples);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the validation set does not fit: " + e.getMessage(), e);
    }
  }

  /** The samples that train, of those that there are. */
  private static int requireSplit(Validation validation, int samples) {
    int validated = validation.samples(samples);
    boolean nothing = validated == 0 && !validation.isNone();
    if (nothing || validated >= samples) {
      throw new IllegalArgumentException(
          "a validation split of "
              + validated
              + " leaves nothing to train on, or nothing to"
              + " validate on, of "
              + samples
              + " samples");
    }
    return samples - validated;
  }

  /** The order of the samples in an epoch, counted from 0. */
  int[] order(TrainingSpec spec, int epoch) {
    return spec.shuffle()
        ? Shuffle.order(trainSamples, spec.seed(), epoch)
        : Shuffle.fileOrder(trainSamples);
  }

  /** The number of samples in the first {@code steps} steps of an epoch. */
  int endOf(int steps) {
    return (int) Math.min((long) steps * batchSize, trainSamples);
  }

  /** The learning rate of a step of an epoch, both counted from 0. */
  float learningRate(TrainingSpec spec, int epoch, int step) {
    long stepOfRun = (long) epoch * stepsPerEpoch + step;
    return spec.rates().at(spec.learningRate(), stepOfRun, stepsPerEpoch, totalSteps);
  }

  /** The learning rates of {@code steps} steps of an epoch. */
  float[] learningRates(TrainingSpec spec, int epoch, int firstStep, int steps) {
    float[] rates = new float[steps];
    for (int i = 0; i < steps; i++) {
      rates[i] = learningRate(spec, epoch, firstStep + i);
    }
    return rates;
  }
}
