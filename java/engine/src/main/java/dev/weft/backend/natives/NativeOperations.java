package dev.weft.backend.natives;

import dev.weft.backend.Operations;
import dev.weft.binding.WeftNative;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;

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
                    handle, activation.code(), activation.parameter().orElse(0f), z.length, z, y)));
  }

  @Override
  public void activationBackward(
      Activation activation, float[] z, float[] y, float[] dy, float[] dz) {
    NativeStatus.check(
        context.call(
            handle ->
                WeftNative.weft_activation_backward(
                    handle,
                    activation.code(),
                    activation.parameter().orElse(0f),
                    z.length,
                    z,
                    y,
                    dy,
                    dz)));
  }

  @Override
  public void dropout(float rate, long seed, int layer, int step, float[] x, float[] y) {
    NativeStatus.check(
        context.call(
            handle -> WeftNative.weft_dropout(handle, rate, seed, layer, step, x.length, x, y)));
  }

  @Override
  public double loss(
      Loss loss,
      int batch,
      int width,
      float[] z,
      float[] targets,
      float[] weights,
      float[] outputs,
      float[] dz) {
    double[] mean = new double[1];
    NativeStatus.check(
        context.call(
            handle ->
                WeftNative.weft_loss(
                    handle, loss.code(), batch, width, z, targets, weights, outputs, dz, mean)));
    return mean[0];
  }

  @Override
  public void update(
      Optimizer optimizer,
      float learningRate,
      long step,
      float[] gradients,
      float[] parameters,
      float[] firstMoments,
      float[] secondMoments) {
    try (WeftNative.weft_optimizer constants = NativeOptimizer.of(optimizer, 0)) {
      NativeStatus.check(
          context.call(
              handle ->
                  WeftNative.weft_optimizer_update(
                      handle,
                      constants,
                      learningRate,
                      step,
                      parameters.length,
                      gradients,
                      parameters,
                      firstMoments,
                      secondMoments)));
    }
  }
}
