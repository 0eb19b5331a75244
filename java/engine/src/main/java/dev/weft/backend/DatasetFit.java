package dev.weft.backend;

import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;

/** Whether a data set and a network fit together, and the words for it where they do not. */
public final class DatasetFit {
  private DatasetFit() {}

  /** Requires at least one sample. */
  public static void requireSamples(Dataset data) {
    if (data.size() == 0) {
      throw new IllegalArgumentException("a data set without samples cannot be used");
    }
  }

  /** Requires that {@code from} to {@code to - 1} is a range of one sample or more. */
  public static void requireRange(Dataset data, int from, int to) {
    if (from < 0 || from >= to || to > data.size()) {
      throw new IllegalArgumentException(
          "samples "
              + from
              + " to "
              + (to - 1)
              + " are not a range within the "
              + data.size()
              + " of the data set");
    }
  }

  /** Requires that a slice names samples that there are. */
  public static void requireOrder(Dataset data, TrainingSlice slice) {
    for (int i = slice.from(); i < slice.to(); i++) {
      int sample = slice.order()[i];
      if (sample < 0 || sample >= data.size()) {
        throw new IllegalArgumentException(
            "order[" + i + "] is " + sample + ", the data set has " + data.size() + " samples");
      }
    }
  }

  /**
   * Requires that a slice's images, where they are shifted, are those of the data set, of uint8.
   */
  public static void requireShift(Dataset data, TrainingSlice slice) {
    if (slice.shift().isEmpty()) {
      return;
    }
    if (!data.isUint8()) {
      throw new IllegalArgumentException("only images of uint8 are shifted");
    }
    if (slice.shift().get().images().pixels() != data.features()) {
      throw new IllegalArgumentException(
          "images of "
              + slice.shift().get().images().pixels()
              + " pixels are to be shifted, the data set has "
              + data.features()
              + " features");
    }
  }

  /** Requires that samples are as wide as the network's input. */
  public static void requireFeatures(Architecture architecture, Dataset data) {
    if (data.features() != architecture.inputs()) {
      throw new IllegalArgumentException(
          "the network takes "
              + architecture.inputs()
              + " features a sample, the data set has "
              + data.features());
    }
  }

  /** Requires a whole number of rows, at least one; returns how many there are. */
  public static int requireRows(Architecture architecture, float[] rows) {
    if (rows.length == 0 || rows.length % architecture.inputs() != 0) {
      throw new IllegalArgumentException(
          rows.length
              + " values are not a whole number of rows of the network's "
              + architecture.inputs()
              + " features");
    }
    return rows.length / architecture.inputs();
  }

  /** Requires features that fit, and labels or targets that fit the loss and the outputs. */
  public static void requireTrainable(Architecture architecture, Dataset data) {
    requireFeatures(architecture, data);
    int outputs = architecture.outputs();
    if (data.targetWidth() > 0) {
      if (data.targetWidth() != outputs) {
        throw new IllegalArgumentException(
            "the network has "
                + outputs
                + " outputs, the data set has rows of "
                + data.targetWidth()
                + " targets");
      }
      return;
    }
    if (!data.hasLabels()) {
      throw new IllegalArgumentException("the data set has neither labels nor targets");
    }
    if (architecture.classes() == 0) {
      throw new IllegalArgumentException(
          architecture.loss().classifies()
              ? "several sigmoid outputs need rows of targets, the data set has class labels"
              : architecture.loss().kerasName().replace('_', ' ')
                  + " needs rows of targets, the data set has class labels");
    }
    int classes = data.classNames().size();
    if (classes != architecture.classes()) {
      throw new IllegalArgumentException(
          "the network tells "
              + architecture.classes()
              + " classes apart, the data set has "
              + classes);
    }
  }

  /** Requires class weights to be empty or one finite, non-negative factor a class of labels. */
  public static void requireClassWeights(
      Architecture architecture, Dataset data, float[] classWeights) {
    if (classWeights.length == 0) {
      return;
    }
    if (!data.hasLabels() || architecture.classes() == 0) {
      throw new IllegalArgumentException("class weights need class labels");
    }
    if (classWeights.length != architecture.classes()) {
      throw new IllegalArgumentException(
          classWeights.length + " class weights for " + architecture.classes() + " classes");
    }
    for (int i = 0; i < classWeights.length; i++) {
      if (!(classWeights[i] >= 0 && classWeights[i] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "class weights are finite and not negative; that of class "
                + i
                + " is "
                + classWeights[i]);
      }
    }
  }
}
