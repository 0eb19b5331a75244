package dev.weft.backend;

import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;

/**
 * The single operations of a training step on host arrays, for tests and micro-benchmarks; training
 * itself runs them inside {@link BackendNetwork#train}. Matrices are row after row, kernels [in,
 * out]. Arrays named as results are overwritten.
 *
 * @see BackendNetwork
 */
public interface Operations {
  /** z = xW + b: x [batch, in], kernel [in, out], bias [out], z [batch, out]. */
  void denseForward(int batch, int in, int out, float[] x, float[] kernel, float[] bias, float[] z);

  /**
   * The gradients of {@link #denseForward}: dKernel = x&#7488;dz, dBias = the column sums of dz, dx
   * = dz W&#7488;. An empty dx is not computed.
   */
  void denseBackward(
      int batch,
      int in,
      int out,
      float[] x,
      float[] kernel,
      float[] dz,
      float[] dx,
      float[] dKernel,
      float[] dBias);

  /** y = activation(z), element by element. */
  void activationForward(Activation activation, float[] z, float[] y);

  /** dz = dy &middot; activation'(z), element by element; y is {@code activation(z)}. */
  void activationBackward(Activation activation, float[] z, float[] y, float[] dy, float[] dz);

  /**
   * Inverted dropout with the mask that belongs to (seed, layer, step): y = x &middot; mask / (1 -
   * rate). The backward pass is the same operation on the gradient.
   */
  void dropout(float rate, long seed, int layer, int step, float[] x, float[] y);

  /**
   * A loss with its output function.
   *
   * @param z [batch, width], the linear outputs
   * @param targets [batch, width], what the outputs should be
   * @param weights [batch], the factor on each sample's loss
   * @param outputs result [batch, width]: the output function of z; left alone where that is linear
   * @param dz result [batch, width]: the gradient of the mean loss
   * @return the mean loss of the batch
   */
  double loss(
      Loss loss,
      int batch,
      int width,
      float[] z,
      float[] targets,
      float[] weights,
      float[] outputs,
      float[] dz);

  /**
   * One update of a kernel in place, with gradients as they are: an optimizer's norm to clip by is
   * that of a whole network. {@code step} is the number of the update, from 1.
   */
  void update(
      Optimizer optimizer,
      float learningRate,
      long step,
      float[] gradients,
      float[] parameters,
      float[] firstMoments,
      float[] secondMoments);
}
