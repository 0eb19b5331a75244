package dev.weft.peers;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** The nodes of a training step and of a prediction, over one set of parameters. */
final class GraphStep {
  private static final int[] WIDTHS = {Data.FEATURES, 32, 32, Data.CLASSES};
  private static final int LAYERS = WIDTHS.length - 1;

  /** A parameter with Adam's moments. */
  private record Trained(
      Operand<? extends TType> value,
      Operand<? extends TType> mean,
      Operand<? extends TType> variance) {}

  private final Operand<? extends TType> images;
  private final Operand<? extends TType> labels;
  private final Trained[] kernels = new Trained[LAYERS];
  private final Trained[] biases = new Trained[LAYERS];

  GraphStep(Variables variables, Operand<? extends TType> images, Operand<? extends TType> labels) {
    this.images = images;
    this.labels = labels;
    for (int l = 0; l < LAYERS; l++) {
      int in = WIDTHS[l];
      int out = WIDTHS[l + 1];
      kernels[l] =
          trained(variables, "k" + l, variables.kernel("k" + l, in, out), Shape.of(in, out));
      biases[l] =
          trained(variables, "b" + l, variables.zeros("b" + l, Shape.of(out)), Shape.of(out));
    }
  }

  private static Trained trained(
      Variables variables, String name, Operand<? extends TType> value, Shape shape) {
    return new Trained(
        value, variables.zeros(name + "m", shape), variables.zeros(name + "v", shape));
  }

  /**
   * A step on some rows.
   *
   * @param tf whose control dependencies are the updates of the step before
   * @return this step's updates
   */
  List<Op> train(Ops tf, Operand<TInt32> rows, Operand<TFloat32> rate, Operand<TFloat32> scale) {
    List<Operand<TFloat32>> weights = new ArrayList<>();
    List<Operand<TFloat32>> inputs = new ArrayList<>();
    Operand<TFloat32> values = tf.resourceGather(images, rows, TFloat32.class);
    for (int l = 0; l < LAYERS; l++) {
      weights.add(read(tf, kernels[l]));
      inputs.add(values);
      values = tf.nn.biasAdd(tf.linalg.matMul(values, weights.get(l)), read(tf, biases[l]));
      values = l < LAYERS - 1 ? tf.nn.relu(values) : values;
    }
    Operand<TInt32> truth = tf.resourceGather(labels, rows, TInt32.class);
    Operand<TFloat32> error =
        tf.math.mul(tf.nn.sparseSoftmaxCrossEntropyWithLogits(values, truth).backprop(), scale);
    List<Op> updates = new ArrayList<>();
    for (int l = LAYERS - 1; l >= 0; l--) {
      Operand<TFloat32> gradient = tf.linalg.matMul(inputs.get(l), error, MatMul.transposeA(true));
      updates.add(update(tf, kernels[l], rate, gradient));
      updates.add(update(tf, biases[l], rate, tf.nn.biasAddGrad(error)));
      if (l > 0) {
        error =
            tf.nn.reluGrad(
                tf.linalg.matMul(error, weights.get(l), MatMul.transposeB(true)), inputs.get(l));
      }
    }
    return updates;
  }

  /** The class of each input. */
  Output<TInt64> classes(Ops tf, Operand<TFloat32> input) {
    Operand<TFloat32> values = input;
    for (int l = 0; l < LAYERS; l++) {
      values = tf.nn.biasAdd(tf.linalg.matMul(values, read(tf, kernels[l])), read(tf, biases[l]));
      values = l < LAYERS - 1 ? tf.nn.relu(values) : values;
    }
    return tf.math.argMax(values, tf.constant(1)).asOutput();
  }

  private static Operand<TFloat32> read(Ops tf, Trained parameter) {
    return tf.readVariableOp(parameter.value(), TFloat32.class);
  }

  /** The rate has the bias correction, so the powers that TensorFlow would correct with are 0. */
  private static Op update(
      Ops tf, Trained parameter, Operand<TFloat32> rate, Operand<TFloat32> gradient) {
    Operand<TFloat32> none = tf.constant(0f);
    return tf.train.resourceApplyAdam(
        parameter.value(),
        parameter.mean(),
        parameter.variance(),
        none,
        none,
        rate,
        tf.constant(0.9f),
        tf.constant(0.999f),
        tf.constant(1e-7f),
        gradient);
  }
}
