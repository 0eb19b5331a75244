package dev.weft.backend.plain;

import dev.weft.backend.Operations;
import dev.weft.nn.Activation;
import dev.weft.nn.Dropout;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;
import dev.weft.nn.TensorSpec;
import dev.weft.random.Philox;
import java.util.Arrays;
import java.util.List;

/**
 * The operations of a training step, written to be read: the specification that the fast backends
 * are tested against.
 *
 * <p>Everything is float32 with sums in the order of the loops, but for the losses, whose
 * logarithms and means are double.
 */
final class PlainOperations implements Operations {
  @Override
  public void denseForward(
      int batch, int in, int out, float[] x, float[] kernel, float[] bias, float[] z) {
    for (int row = 0; row < batch; row++) {
      int zRow = row * out;
      System.arraycopy(bias, 0, z, zRow, out);
      for (int i = 0; i < in; i++) {
        float value = x[row * in + i];
        int kernelRow = i * out;
        for (int o = 0; o < out; o++) {
          z[zRow + o] += value * kernel[kernelRow + o];
        }
      }
    }
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
    Arrays.fill(dKernel, 0, in * out, 0);
    Arrays.fill(dBias, 0, out, 0);
    for (int row = 0; row < batch; row++) {
      int dzRow = row * out;
      for (int o = 0; o < out; o++) {
        dBias[o] += dz[dzRow + o];
      }
      for (int i = 0; i < in; i++) {
        float value = x[row * in + i];
        int kernelRow = i * out;
        for (int o = 0; o < out; o++) {
          dKernel[kernelRow + o] += value * dz[dzRow + o];
        }
      }
    }
    if (dx.length == 0) {
      return;
    }
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < in; i++) {
        float sum = 0;
        for (int o = 0; o < out; o++) {
          sum += dz[row * out + o] * kernel[i * out + o];
        }
        dx[row * in + i] = sum;
      }
    }
  }

  @Override
  public void activationForward(Activation activation, float[] z, float[] y) {
    for (int i = 0; i < z.length; i++) {
      y[i] = activation.apply(z[i]);
    }
  }

  @Override
  public void activationBackward(
      Activation activation, float[] z, float[] y, float[] dy, float[] dz) {
    for (int i = 0; i < z.length; i++) {
      dz[i] = activation.backward(z[i], y[i], dy[i]);
    }
  }

  @Override
  public void dropout(float rate, long seed, int layer, int step, float[] x, float[] y) {
    dropout(new Dropout(rate), seed, layer, step, x, y);
  }

  /** The same for either kind of dropout. */
  void dropout(Dropout dropout, long seed, int layer, int step, float[] x, float[] y) {
    Philox random = new Philox(seed, layer, step, Philox.DROPOUT);
    // Compared as whole numbers, so that no backend rounds its way to another mask.
    long dropBelow = (long) (dropout.rate() * 0x1p32);
    float scale = dropout.scale();
    for (int i = 0; i < x.length; i++) {
      y[i] = (random.bits(i) & 0xffffffffL) < dropBelow ? 0 : x[i] * scale;
    }
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
    return loss.batch(batch, width, z, targets, weights, outputs, dz);
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
    TensorSpec kernel = new TensorSpec("kernel", List.of(parameters.length, 1), 0);
    optimizer.update(
        learningRate, step, kernel, gradients, parameters, firstMoments, secondMoments);
  }
}
