package dev.weft.backend.cpu;

import dev.weft.backend.AdamParameters;
import dev.weft.backend.Operations;
import dev.weft.binding.WeftNative;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;

/** The single operations of the native library; lengths are checked here, since C cannot. */
final class CpuOperations implements Operations {
  private final CpuContext context;

  CpuOperations(CpuContext context) {
    this.context = context;
  }

  @Override
  public void denseForward(
      int batch, int in, int out, float[] x, float[] kernel, float[] bias, float[] z) {
    requireLength("x", x, batch, in);
    requireLength("kernel", kernel, in, out);
    requireLength("bias", bias, 1, out);
    requireLength("z", z, batch, out);
    NativeStatus.check(
        WeftNative.weft_dense_forward(context.handle(), batch, in, out, x, kernel, bias, z));
  }

  @Override
  public void denseBackward(
      int batch,
      int in,
      int out,
      float[] x,
      float[] kernel,
      float[] dz,
      float[] dx,
      float[] dKernel,
      float[] dBias) {
    requireLength("x", x, batch, in);
    requireLength("kernel", kernel, in, out);
    requireLength("dz", dz, batch, out);
    if (dx.length > 0) {
      requireLength("dx", dx, batch, in);
    }
    requireLength("dKernel", dKernel, in, out);
    requireLength("dBias", dBias, 1, out);
    NativeStatus.check(
        WeftNative.weft_dense_backward(
            context.handle(),
            batch,
            in,
            out,
            x,
            kernel,
            dz,
            dx.length == 0 ? null : dx,
            dKernel,
            dBias));
  }

  @Override
  public void activationForward(Activation activation, float[] z, float[] y) {
    requireLength("y", y, 1, z.length);
    NativeStatus.check(
        WeftNative.weft_activation_forward(
            context.handle(), CpuNetwork.code(activation), z.length, z, y));
  }

  @Override
  public void activationBackward(
      Activation activation, float[] z, float[] y, float[] dy, float[] dz) {
    requireLength("y", y, 1, z.length);
    requireLength("dy", dy, 1, z.length);
    requireLength("dz", dz, 1, z.length);
    NativeStatus.check(
        WeftNative.weft_activation_backward(
            context.handle(), CpuNetwork.code(activation), z.length, z, y, dy, dz));
  }

  @Override
  public void dropout(float rate, long seed, int layer, int step, float[] x, float[] y) {
    requireLength("y", y, 1, x.length);
    NativeStatus.check(
        WeftNative.weft_dropout(context.handle(), rate, seed, layer, step, x.length, x, y));
  }

  @Override
  public double softmaxCrossEntropy(
      int batch,
      int classes,
      float[] logits,
      float[] targets,
      float[] weights,
      float[] probabilities,
      float[] dLogits) {
    requireLength("probabilities", probabilities, batch, classes);
    return loss(
        Loss.SOFTMAX_CROSS_ENTROPY,
        batch,
        classes,
        logits,
        targets,
        weights,
        probabilities,
        dLogits);
  }

  @Override
  public double sigmoidCrossEntropy(
      int batch,
      int outputs,
      float[] logits,
      float[] targets,
      float[] weights,
      float[] probabilities,
      float[] dLogits) {
    requireLength("probabilities", probabilities, batch, outputs);
    return loss(
        Loss.SIGMOID_CROSS_ENTROPY,
        batch,
        outputs,
        logits,
        targets,
        weights,
        probabilities,
        dLogits);
  }

  @Override
  public double meanSquaredError(
      int batch,
      int outputs,
      float[] predictions,
      float[] targets,
      float[] weights,
      float[] dPredictions) {
    return loss(
        Loss.MEAN_SQUARED_ERROR, batch, outputs, predictions, targets, weights, null, dPredictions);
  }

  private double loss(
      Loss kind,
      int batch,
      int width,
      float[] logits,
      float[] targets,
      float[] weights,
      float[] outputs,
      float[] dLogits) {
    requireLength("logits", logits, batch, width);
    requireLength("targets", targets, batch, width);
    requireLength("weights", weights, batch, 1);
    requireLength("dLogits", dLogits, batch, width);
    double[] loss = new double[1];
    NativeStatus.check(
        WeftNative.weft_loss(
            context.handle(),
            CpuNetwork.code(kind),
            batch,
            width,
            logits,
            targets,
            weights,
            outputs,
            dLogits,
            loss));
    return loss[0];
  }

  @Override
  public void adam(
      AdamParameters adam,
      float learningRate,
      long step,
      float[] gradients,
      float[] parameters,
      float[] firstMoments,
      float[] secondMoments) {
    requireLength("gradients", gradients, 1, parameters.length);
    requireLength("firstMoments", firstMoments, 1, parameters.length);
    requireLength("secondMoments", secondMoments, 1, parameters.length);
    NativeStatus.check(
        WeftNative.weft_adam(
            context.handle(),
            adam.beta1(),
            adam.beta2(),
            adam.epsilon(),
            learningRate,
            step,
            parameters.length,
            gradients,
            parameters,
            firstMoments,
            secondMoments));
  }

  private static void requireLength(String name, float[] array, int rows, int columns) {
    if (array.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          name + " has " + array.length + " elements, expected " + rows + " x " + columns);
    }
  }
}
