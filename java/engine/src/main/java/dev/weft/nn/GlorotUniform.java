package dev.weft.nn;

import dev.weft.random.Philox;

/**
 * Initial parameters: kernels uniform in [-limit, limit) with limit = sqrt(6 / (in + out)) (Glorot
 * and Bengio, 2010), biases 0.
 */
public final class GlorotUniform {
  private GlorotUniform() {}

  /** All parameters of a network, flat in the order of {@link Architecture#tensors}. */
  public static float[] parameters(Architecture architecture, long seed) {
    float[] parameters = new float[architecture.parameterCount()];
    int layer = 0;
    for (TensorSpec tensor : architecture.tensors()) {
      if (tensor.shape().size() == 2) {
        fill(parameters, tensor, new Philox(seed, layer++, 0, Philox.KERNEL));
      }
    }
    return parameters;
  }

  private static void fill(float[] parameters, TensorSpec kernel, Philox random) {
    double fan = kernel.shape().get(0) + (double) kernel.shape().get(1);
    float limit = (float) Math.sqrt(6 / fan);
    for (int i = 0; i < kernel.length(); i++) {
      parameters[kernel.offset() + i] = (2 * random.uniform(i) - 1) * limit;
    }
  }
}
