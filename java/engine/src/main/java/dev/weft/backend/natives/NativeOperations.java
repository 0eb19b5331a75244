package dev.weft.backend.natives;

import dev.weft.backend.AdamParameters;
import dev.weft.backend.Operations;
import dev.weft.binding.WeftNative;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;

/** The single operations of the native library; CheckedOperations keeps wrong lengths from it. */
final class NativeOperations implements Operations {
  private final NativeHandle context;

  NativeOperations(NativeHandle context) {
    this.context = context;
  }

  @Override
  public void denseForward(
      int batch, int in, int out, float[] x, float[] kernel, float[] bias, float[] z) {
    NativeStatus.check(
        context.call(
            handle -> WeftNative.weft_dense_forward(handle, batch, in, out, x, kernel, bias, z)));
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
    NativeStatus.check(
        context.call(
            handle ->
                WeftNative.weft_dense_backward(
                    handle,
                    batch,
                    in,
                    out,
                    x,
                    kernel,
                    dz,
                    dx.length == 0 ? null : dx,
                    dKernel,
                    dBias)));
  }

  @Override
  public void activationForward(Activation activation, float[] z, float[] y) {
    NativeStatus.check(
        context.call(
            handle ->
                WeftNative.weft_activation_forward(
                    handle, NativeNetwork.code(activation), z.length, z, y)));
  }

  @Override
  public void activationBackward(
      Activation activation, float[] z, float[] y, float[] dy, float[] dz) {
    NativeStatus.check(
        context.call(
            handle ->
                WeftNative.weft_activation_backward(
                    handle, NativeNetwork.code(activation), z.length, z, y, dy, dz)));
  }

  @Override
  public void dropout(float rate, long seed, int layer, int step, float[] x, float[] y) {
    NativeStatus.check(
        context.call(
            handle -> WeftNative.weft_dropout(handle, rate, seed, layer, step, x.length, x, y)));
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
    double[] loss = new double[1];
    NativeStatus.check(
        context.call(
            handle ->
                WeftNative.weft_loss(
                    handle,
                    NativeNetwork.code(kind),
                    batch,
                    width,
                    logits,
                    targets,
                    weights,
                    outputs,
                    dLogits,
                    loss)));
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
    NativeStatus.check(
        context.call(
            handle ->
                WeftNative.weft_adam(
                    handle,
                    adam.beta1(),
                    adam.beta2(),
                    adam.epsilon(),
                    learningRate,
                    step,
                    parameters.length,
                    gradients,
                    parameters,
                    firstMoments,
                    secondMoments)));
  }
}
