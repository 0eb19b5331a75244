package dev.weft.backend.plain;

import dev.weft.backend.AdamParameters;
import dev.weft.backend.Operations;
import dev.weft.nn.Activation;
import dev.weft.random.Philox;
import java.util.Arrays;

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
      y[i] =
          switch (activation) {
            case LINEAR -> z[i];
            case RELU -> Math.max(0, z[i]);
            case SIGMOID -> (float) sigmoid(z[i]);
            case TANH -> (float) Math.tanh(z[i]);
            case GELU -> (float) (z[i] * Normal.distribution(z[i]));
          };
    }
  }

  @Override
  public void activationBackward(
      Activation activation, float[] z, float[] y, float[] dy, float[] dz) {
    for (int i = 0; i < z.length; i++) {
      dz[i] =
          switch (activation) {
            case LINEAR -> dy[i];
            case RELU -> y[i] > 0 ? dy[i] : 0;
            case SIGMOID -> dy[i] * (y[i] * (1 - y[i]));
            case TANH -> dy[i] * (1 - y[i] * y[i]);
            case GELU ->
                (float) (dy[i] * (Normal.distribution(z[i]) + z[i] * Normal.density(z[i])));
          };
    }
  }

  @Override
  public void dropout(float rate, long seed, int layer, int step, float[] x, float[] y) {
    Philox random = new Philox(seed, layer, step, Philox.DROPOUT);
    // Compared as whole numbers, so that no backend rounds its way to another mask.
    long dropBelow = (long) (rate * 0x1p32);
    float scale = 1 / (1 - rate);
    for (int i = 0; i < x.length; i++) {
      y[i] = (random.bits(i) & 0xffffffffL) < dropBelow ? 0 : x[i] * scale;
    }
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
    double sum = 0;
    for (int row = 0; row < batch; row++) {
      sum += softmaxRow(row * classes, classes, logits, targets, weights[row], probabilities);
      double targetSum = 0;
      for (int k = 0; k < classes; k++) {
        targetSum += targets[row * classes + k];
      }
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        dLogits[i] = (float) (weights[row] * (probabilities[i] * targetSum - targets[i]) / batch);
      }
    }
    return sum / batch;
  }

  /**
   * One row's weighted loss; its probabilities as a result. Stable: the largest logit is taken off.
   */
  private static double softmaxRow(
      int from, int classes, float[] logits, float[] targets, float weight, float[] probabilities) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + classes; i++) {
      largest = Math.max(largest, logits[i]);
    }
    double sum = 0;
    for (int i = from; i < from + classes; i++) {
      sum += Math.exp(logits[i] - largest);
    }
    double logSum = Math.log(sum);
    double loss = 0;
    for (int i = from; i < from + classes; i++) {
      double logProbability = logits[i] - largest - logSum;
      probabilities[i] = (float) Math.exp(logProbability);
      if (targets[i] != 0) {
        loss -= targets[i] * logProbability;
      }
    }
    return weight * loss;
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
    double scale = 1.0 / ((double) batch * outputs);
    double sum = 0;
    for (int i = 0; i < batch * outputs; i++) {
      double z = logits[i];
      double t = targets[i];
      double weight = weights[i / outputs];
      // max(z, 0) - zt + log(1 + exp(-|z|)) is -t log p - (1 - t) log (1 - p) without overflow.
      sum += weight * (Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z))));
      double p = sigmoid(z);
      probabilities[i] = (float) p;
      dLogits[i] = (float) (weight * (p - t) * scale);
    }
    return sum * scale;
  }

  @Override
  public double meanSquaredError(
      int batch,
      int outputs,
      float[] predictions,
      float[] targets,
      float[] weights,
      float[] dPredictions) {
    double scale = 1.0 / ((double) batch * outputs);
    double sum = 0;
    for (int i = 0; i < batch * outputs; i++) {
      double error = (double) predictions[i] - targets[i];
      sum += weights[i / outputs] * error * error;
      dPredictions[i] = (float) (weights[i / outputs] * 2 * error * scale);
    }
    return sum * scale;
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
    double correction =
        Math.sqrt(1 - Math.pow(adam.beta2(), step)) / (1 - Math.pow(adam.beta1(), step));
    float stepSize = (float) (learningRate * correction);
    float keep1 = (float) (1 - adam.beta1());
    float keep2 = (float) (1 - adam.beta2());
    float epsilon = (float) adam.epsilon();
    for (int i = 0; i < parameters.length; i++) {
      float g = gradients[i];
      float m = flush(firstMoments[i] + (g - firstMoments[i]) * keep1);
      float v = flush(secondMoments[i] + (g * g - secondMoments[i]) * keep2);
      firstMoments[i] = m;
      secondMoments[i] = v;
      parameters[i] -= stepSize * m / ((float) Math.sqrt(v) + epsilon);
    }
  }

  /** Subnormal moments count as 0: they belong to dead weights and make every update slow. */
  private static float flush(float moment) {
    return Math.abs(moment) < Float.MIN_NORMAL ? 0 : moment;
  }

  static double sigmoid(double z) {
    return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  }
}
