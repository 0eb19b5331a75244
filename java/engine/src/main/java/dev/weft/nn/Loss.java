package dev.weft.nn;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a network is trained to make small, fused with the output function that belongs to it, and
 * all that others ask about it. The loss of a batch is the mean over its samples. {@link #batch} is
 * the definition that the native backends follow.
 *
 * <p>A loss prints as options, JSON and model files spell it, by Keras's name, and {@link #parse}
 * reads that.
 */
public sealed interface Loss {
  /**
   * Softmax over the outputs, then categorical cross-entropy -&Sigma; t<sub>k</sub> log
   * p<sub>k</sub>. Takes class labels 0 to outputs-1, or target rows [outputs] (one-hot or soft).
   */
  Loss SOFTMAX_CROSS_ENTROPY = new SoftmaxCrossEntropy();

  /**
   * A sigmoid on each output, then binary cross-entropy, averaged over the outputs. Takes class
   * labels 0 and 1 where there is one output, or target rows [outputs] with values in [0, 1].
   */
  Loss SIGMOID_CROSS_ENTROPY = new SigmoidCrossEntropy();

  /** Linear outputs and the squared error, averaged over the outputs. Takes target rows. */
  Loss MEAN_SQUARED_ERROR = new MeanSquaredError();

  /** All of them. */
  List<Loss> KINDS = List.of(SOFTMAX_CROSS_ENTROPY, SIGMOID_CROSS_ENTROPY, MEAN_SQUARED_ERROR);

  /** The name that Keras gives this loss. */
  String kerasName();

  /** Other names that Keras has for it. */
  List<String> kerasAliases();

  /** WEFT_... in the C ABI. */
  int code();

  /** What makes outputs of the last layer's linear ones. */
  OutputFunction outputFunction();

  /** The number of classes told apart by so many outputs; 0 where the outputs are not classes. */
  int classes(int outputs);

  /** Whether outputs are class probabilities, so that accuracy has a meaning. */
  default boolean classifies() {
    return outputFunction() != OutputFunction.LINEAR;
  }

  /**
   * The mean loss of a batch. All arrays but weights are [batch, width].
   *
   * @param z the last layer's linear outputs
   * @param targets what the outputs should be
   * @param weights [batch], the factor on each sample's loss
   * @param outputs result: the output function of z; left alone where that is linear
   * @param dz result: the gradient of the mean loss by z
   */
  double batch(
      int batch,
      int width,
      float[] z,
      float[] targets,
      float[] weights,
      float[] outputs,
      float[] dz);

  /**
   * The loss that a text spells.
   *
   * @throws IllegalArgumentException where it spells none; the message names those that there are
   */
  static Loss parse(String text) {
    return KINDS.stream()
        .filter(loss -> loss.kerasName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the loss '" + text + "' does not exist, expected one of " + names()));
  }

  /** How all of them are spelt, for messages. */
  static String names() {
    return KINDS.stream().map(Loss::kerasName).collect(Collectors.joining(", "));
  }

  /** {@link Loss#SOFTMAX_CROSS_ENTROPY}. */
  record SoftmaxCrossEntropy() implements Loss {
    @Override
    public String kerasName() {
      return "categorical_crossentropy";
    }

    @Override
    public List<String> kerasAliases() {
      return List.of("sparse_categorical_crossentropy");
    }

    @Override
    public int code() {
      return 0;
    }

    @Override
    public OutputFunction outputFunction() {
      return OutputFunction.SOFTMAX;
    }

    @Override
    public int classes(int outputs) {
      return outputs;
    }

    @Override
    public double batch(
        int batch,
        int width,
        float[] z,
        float[] targets,
        float[] weights,
        float[] outputs,
        float[] dz) {
      double sum = 0;
      for (int row = 0; row < batch; row++) {
        sum += row(row * width, width, z, targets, weights[row], outputs);
        double targetSum = 0;
        for (int k = 0; k < width; k++) {
          targetSum += targets[row * width + k];
        }
        for (int i = row * width; i < (row + 1) * width; i++) {
          dz[i] = (float) (weights[row] * (outputs[i] * targetSum - targets[i]) / batch);
        }
      }
      return sum / batch;
    }

    /**
     * One row's weighted loss; its probabilities as a result. Stable: the largest logit is taken
     * off.
     */
    private static double row(
        int from, int classes, float[] z, float[] targets, float weight, float[] probabilities) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + classes; i++) {
        largest = Math.max(largest, z[i]);
      }
      double sum = 0;
      for (int i = from; i < from + classes; i++) {
        sum += Math.exp(z[i] - largest);
      }
      double logSum = Math.log(sum);
      double loss = 0;
      for (int i = from; i < from + classes; i++) {
        double logProbability = z[i] - largest - logSum;
        probabilities[i] = (float) Math.exp(logProbability);
        if (targets[i] != 0) {
          loss -= targets[i] * logProbability;
        }
      }
      return weight * loss;
    }

    @Override
    public String toString() {
      return kerasName();
    }
  }

  /** {@link Loss#SIGMOID_CROSS_ENTROPY}. */
  record SigmoidCrossEntropy() implements Loss {
    @Override
    public String kerasName() {
      return "binary_crossentropy";
    }

    @Override
    public List<String> kerasAliases() {
      return List.of();
    }

    @Override
    public int code() {
      return 1;
    }

    @Override
    public OutputFunction outputFunction() {
      return OutputFunction.SIGMOID;
    }

    @Override
    public int classes(int outputs) {
      return outputs == 1 ? 2 : 0;
    }

    @Override
    public double batch(
        int batch,
        int width,
        float[] z,
        float[] targets,
        float[] weights,
        float[] outputs,
        float[] dz) {
      double scale = 1.0 / ((double) batch * width);
      double sum = 0;
      for (int i = 0; i < batch * width; i++) {
        double logit = z[i];
        double t = targets[i];
        double weight = weights[i / width];
        // max(z, 0) - zt + log(1 + exp(-|z|)) is -t log p - (1 - t) log (1 - p) without overflow.
        double loss = Math.max(logit, 0) - logit * t + Math.log1p(Math.exp(-Math.abs(logit)));
        sum += weight * loss;
        double p = Activation.Sigmoid.of(logit);
        outputs[i] = (float) p;
        dz[i] = (float) (weight * (p - t) * scale);
      }
      return sum * scale;
    }

    @Override
    public String toString() {
      return kerasName();
    }
  }

  /** {@link Loss#MEAN_SQUARED_ERROR}. */
  record MeanSquaredError() implements Loss {
    @Override
    public String kerasName() {
      return "mean_squared_error";
    }

    @Override
    public List<String> kerasAliases() {
      return List.of("mse");
    }

    @Override
    public int code() {
      return 2;
    }

    @Override
    public OutputFunction outputFunction() {
      return OutputFunction.LINEAR;
    }

    @Override
    public int classes(int outputs) {
      return 0;
    }

    @Override
    public double batch(
        int batch,
        int width,
        float[] z,
        float[] targets,
        float[] weights,
        float[] outputs,
        float[] dz) {
      double scale = 1.0 / ((double) batch * width);
      double sum = 0;
      for (int i = 0; i < batch * width; i++) {
        double error = (double) z[i] - targets[i];
        sum += weights[i / width] * error * error;
        dz[i] = (float) (weights[i / width] * 2 * error * scale);
      }
      return sum * scale;
    }

    @Override
    public String toString() {
      return kerasName();
    }
  }
}
