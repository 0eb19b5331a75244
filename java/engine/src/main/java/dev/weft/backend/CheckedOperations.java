package dev.weft.backend;

import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;

/**
 * Operations whose arguments are checked before a backend's own operations see them: lengths above
 * all, which native code cannot know. Every backend's context hands out its operations in this.
 */
public final class CheckedOperations implements Operations {
  private final Runnable requireOpen;
  private final Operations unchecked;

  /**
   * Wraps a backend's operations.
   *
   * @param requireOpen throws {@link IllegalStateException} where the context has been closed
   */
  public CheckedOperations(Runnable requireOpen, Operations unchecked) {
    this.requireOpen = requireOpen;
    this.unchecked = unchecked;
  }

  @Override
  public void denseForward(
      int batch, int in, int out, float[] x, float[] kernel, float[] bias, float[] z) {
    requireLength("x", x, batch, in);
    requireLength("kernel", kernel, in, out);
    requireLength("bias", bias, 1, out);
    requireLength("z", z, batch, out);
    requireOpen.run();
    unchecked.denseForward(batch, in, out, x, kernel, bias, z);
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
    requireOpen.run();
    unchecked.denseBackward(batch, in, out, x, kernel, dz, dx, dKernel, dBias);
  }

  @Override
  public void activationForward(Activation activation, float[] z, float[] y) {
    requireLength("y", y, 1, z.length);
    requireOpen.run();
    unchecked.activationForward(activation, z, y);
  }

  @Override
  public void activationBackward(
      Activation activation, float[] z, float[] y, float[] dy, float[] dz) {
    requireLength("y", y, 1, z.length);
    requireLength("dy", dy, 1, z.length);
    requireLength("dz", dz, 1, z.length);
    requireOpen.run();
    unchecked.activationBackward(activation, z, y, dy, dz);
  }

  @Override
  public void dropout(float rate, long seed, int layer, int step, float[] x, float[] y) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate lies in [0, 1), not " + rate);
    }
    requireLength("y", y, 1, x.length);
    requireOpen.run();
    unchecked.dropout(rate, seed, layer, step, x, y);
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
    requireLength("z", z, batch, width);
    requireLength("targets", targets, batch, width);
    requireLength("weights", weights, batch, 1);
    requireLength("outputs", outputs, batch, width);
    requireLength("dz", dz, batch, width);
    requireOpen.run();
    return unchecked.loss(loss, batch, width, z, targets, weights, outputs, dz);
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
    if (step < 1) {
      throw new IllegalArgumentException("step is " + step + ", expected 1 or more");
    }
    requireLength("gradients", gradients, 1, parameters.length);
    requireLength("firstMoments", firstMoments, 1, parameters.length);
    requireLength("secondMoments", secondMoments, 1, parameters.length);
    requireOpen.run();
    unchecked.update(
        optimizer, learningRate, step, gradients, parameters, firstMoments, secondMoments);
  }

  private static void requireLength(String name, float[] array, int rows, int columns) {
    if (array.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          name + " has " + array.length + " elements, expected " + rows + " x " + columns);
    }
  }
}
