package dev.weft.backend.plain;

import dev.weft.data.Dataset;
import dev.weft.data.ImageShift;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.TensorSpec;
import java.util.Arrays;
import java.util.List;

/**
 * One batch on its way through the network and back. Layer i takes {@code x[i]} [batch, in], which
 * is its input after dropout, to {@code z[i]} = xW + b and {@code y[i]} = activation(z), both
 * [batch, out]; after the loss {@code dz} holds its gradient by z.
 */
final class PlainPass {
  /** In place of a step: the pass is not training, nothing is dropped. */
  static final long NO_DROPOUT = -1;

  private final PlainOperations operations;
  private final Architecture architecture;
  private final long seed;
  private final List<Dense> layers;
  private final List<TensorSpec> tensors;
  private final List<Dropout> inputDropout;
  private final float[][] x;
  private final float[][] z;
  private final float[][] y;
  private final float[] gradients;
  private float[] targets = {};
  private float[] weights = {};
  private float[] dLogits = {};
  private int batch;
  private double loss;

  PlainPass(PlainOperations operations, Architecture architecture, long seed) {
    this.operations = operations;
    this.architecture = architecture;
    this.seed = seed;
    this.layers = architecture.denseLayers();
    this.tensors = architecture.tensors();
    this.inputDropout = architecture.inputDropout();
    this.x = new float[layers.size()][0];
    this.z = new float[layers.size()][0];
    this.y = new float[layers.size()][0];
    this.gradients = new float[architecture.parameterCount()];
  }

  /** Takes in the features, targets and weights of a batch. */
  void read(Dataset data, int[] samples, float[] classWeights) {
    readFeatures(data, samples);
    PlainDataset.gatherTargets(data, architecture, samples, targets);
    Arrays.fill(weights, 1);
    if (classWeights.length > 0) {
      for (int row = 0; row < batch; row++) {
        weights[row] = classWeights[data.label(samples[row])];
      }
    }
  }

  /** Moves the images that were taken in; {@code step} numbers the offsets. */
  void move(ImageShift shift, long step) {
    for (int row = 0; row < batch; row++) {
      shift.move(x[0], row, seed, step);
    }
  }

  /** Takes in the features of a batch, for a prediction: its targets are 0. */
  void readFeatures(Dataset data, int[] samples) {
    resize(samples.length);
    PlainDataset.gatherFeatures(data, samples, x[0]);
    Arrays.fill(targets, 0);
  }

  /** Takes in features that are in no data set, [samples, inputs], for a prediction. */
  void readRows(float[] rows, int samples) {
    resize(samples);
    System.arraycopy(rows, 0, x[0], 0, rows.length);
    Arrays.fill(targets, 0);
  }

  private void resize(int samples) {
    if (batch == samples) {
      return;
    }
    batch = samples;
    int in = architecture.inputs();
    for (int i = 0; i < layers.size(); i++) {
      int out = layers.get(i).units();
      x[i] = new float[Math.multiplyExact(batch, in)];
      z[i] = new float[Math.multiplyExact(batch, out)];
      y[i] = new float[batch * out];
      in = out;
    }
    targets = new float[batch * in];
    dLogits = new float[batch * in];
    weights = new float[batch];
  }

  /** Computes outputs, loss and the loss's gradient; {@code step} numbers the dropout masks. */
  void forward(float[] parameters, long step) {
    int last = layers.size() - 1;
    for (int i = 0; i <= last; i++) {
      if (i > 0) {
        System.arraycopy(y[i - 1], 0, x[i], 0, x[i].length);
      }
      if (step != NO_DROPOUT && inputDropout.get(i).rate() > 0) {
        operations.dropout(inputDropout.get(i), seed, i, (int) step, x[i], x[i]);
      }
      float[] kernel = tensor(parameters, tensors.get(2 * i));
      float[] bias = tensor(parameters, tensors.get(2 * i + 1));
      operations.denseForward(batch, in(i), out(i), x[i], kernel, bias, z[i]);
      operations.activationForward(layers.get(i).activation(), z[i], y[i]);
    }
    loss =
        operations.loss(
            architecture.loss(), batch, out(last), z[last], targets, weights, y[last], dLogits);
  }

  /** The gradient of the batch's loss by every parameter, flat; valid until the next call. */
  float[] backward(float[] parameters, long step) {
    float[] dz = dLogits.clone();
    for (int i = layers.size() - 1; i >= 0; i--) {
      TensorSpec kernel = tensors.get(2 * i);
      TensorSpec bias = tensors.get(2 * i + 1);
      float[] dKernel = new float[kernel.length()];
      float[] dBias = new float[bias.length()];
      float[] dx = new float[i == 0 ? 0 : x[i].length];
      operations.denseBackward(
          batch, in(i), out(i), x[i], tensor(parameters, kernel), dz, dx, dKernel, dBias);
      System.arraycopy(dKernel, 0, gradients, kernel.offset(), dKernel.length);
      System.arraycopy(dBias, 0, gradients, bias.offset(), dBias.length);
      if (i > 0) {
        if (inputDropout.get(i).rate() > 0) {
          operations.dropout(inputDropout.get(i), seed, i, (int) step, dx, dx);
        }
        Activation activation = layers.get(i - 1).activation();
        dz = new float[dx.length];
        operations.activationBackward(activation, z[i - 1], y[i - 1], dx, dz);
      }
    }
    return gradients;
  }

  private int in(int layer) {
    return layer == 0 ? architecture.inputs() : out(layer - 1);
  }

  private int out(int layer) {
    return layers.get(layer).units();
  }

  private static float[] tensor(float[] flat, TensorSpec spec) {
    return Arrays.copyOfRange(flat, spec.offset(), spec.offset() + spec.length());
  }

  /** The mean loss of the batch, weighted. */
  double loss() {
    return loss;
  }

  /** [batch, outputs]: probabilities, or linear outputs. */
  float[] outputs() {
    return y[layers.size() - 1];
  }

  /** Samples of the batch whose predicted class is the true one. */
  long correct() {
    if (architecture.classes() == 0) {
      return 0;
    }
    long correct = 0;
    for (int row = 0; row < batch; row++) {
      if (predictedClass(row) == trueClass(row)) {
        correct++;
      }
    }
    return correct;
  }

  /** Adds the batch to a matrix of counts [true class, predicted class]. */
  void countInto(long[] confusion) {
    if (confusion.length == 0) {
      return;
    }
    for (int row = 0; row < batch; row++) {
      confusion[trueClass(row) * architecture.classes() + predictedClass(row)]++;
    }
  }

  private int predictedClass(int row) {
    return classOf(z[layers.size() - 1], row, 0);
  }

  private int trueClass(int row) {
    return classOf(targets, row, 0.5f);
  }

  /** The first largest of a row; of one column 1 where it lies above the threshold. */
  private int classOf(float[] values, int row, float threshold) {
    int outputs = architecture.outputs();
    if (outputs == 1) {
      return values[row] > threshold ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < outputs; k++) {
      if (values[row * outputs + k] > values[row * outputs + best]) {
        best = k;
      }
    }
    return best;
  }
}
