package dev.weft.backend;

import dev.weft.nn.Activation;

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
   * Softmax and categorical cross-entropy.
   *
   * @param logits [batch, classes]
   * @param targets [batch, classes], one-hot or soft
   * @param weights [batch], the factor on each sample's loss
   * @param probabilities result [batch, classes]
   * @param dLogits result [batch, classes]: the gradient of the mean loss
   * @return the mean loss of the batch
   */
  double softmaxCrossEntropy(
      int batch,
      int classes,
      float[] logits,
      float[] targets,
      float[] weights,
      float[] probabilities,
      float[] dLogits);

  /** Sigmoid and binary cross-entropy, averaged over outputs and samples; as the softmax above. */
  double sigmoidCrossEntropy(
      int batch,
      int outputs,
      float[] logits,
      float[] targets,
      float[] weights,
      float[] probabilities,
      float[] dLogits);

  /** The squared error, averaged over outputs and samples; as the softmax above. */
  double meanSquaredError(
      int batch,
      int outputs,
      float[] predictions,
      float[] targets,
      float[] weights,
      float[] dPredictions);

  /**
   * One Adam update in place: {@code step} is the number of the update, from 1.
   *
   * @see AdamParameters
   */
  void adam(
      AdamParameters adam,
      float learningRate,
      long step,
      float[] gradients,
      float[] parameters,
      float[] firstMoments,
      float[] secondMoments);
}
