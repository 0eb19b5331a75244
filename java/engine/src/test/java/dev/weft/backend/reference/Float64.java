package dev.weft.backend.reference;

import dev.weft.nn.Activation;
import dev.weft.nn.Loss;

/**
 * The operations once more, in float64 and from their definitions: what the backends are measured
 * against. Forward only; gradients come from {@link FiniteDifferences}.
 */
public final class Float64 {
  /** Gauss and Legendre's rule with 5 points on [-1, 1]. */
  private static final double[] NODES = {
    -0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640
  };

  private static final double[] WEIGHTS = {
    0.2369268850561891,
    0.4786286704993665,
    0.5688888888888889,
    0.4786286704993665,
    0.2369268850561891
  };

  private static final int PANELS = 40;

  private Float64() {}

  /** y = activation(z). */
  public static double activation(Activation activation, double z) {
    return switch (activation.name()) {
      case "linear" -> z;
      case "relu" -> z > 0 ? z : 0;
      case "sigmoid" -> 1 / (1 + Math.exp(-z));
      case "tanh" -> Math.tanh(z);
      case "gelu" -> z * normalDistribution(z);
      case "leaky_relu" -> z > 0 ? z : activation.parameter().orElseThrow() * z;
      default -> throw new IllegalArgumentException("no definition of " + activation);
    };
  }

  /**
   * The probability of a standard normal value below z. Its tail is &phi;(a) times the integral of
   * exp(-at - t&sup2;/2) over all t &gt; 0, which Gauss's rule gives with all relative digits.
   */
  public static double normalDistribution(double z) {
    double a = Math.abs(z);
    double half = Math.min(12, 40 / Math.max(a, 1)) / PANELS / 2;
    double integral = 0;
    for (int panel = 0; panel < PANELS; panel++) {
      for (int i = 0; i < NODES.length; i++) {
        double t = half * (2 * panel + 1 + NODES[i]);
        integral += half * WEIGHTS[i] * Math.exp(-a * t - t * t / 2);
      }
    }
    double tail = Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI) * integral;
    return z > 0 ? 1 - tail : tail;
  }

  /** Probabilities of one row of logits. */
  public static double[] softmax(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = Math.exp(logits[k] - largest);
      sum += probabilities[k];
    }
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }

  /** The loss of one row, averaged over its outputs. */
  public static double loss(Loss loss, double[] z, double[] targets) {
    return switch (loss.toString()) {
      case "categorical_crossentropy" -> softmaxCrossEntropy(z, targets);
      case "binary_crossentropy" -> sigmoidCrossEntropy(z, targets);
      case "mean_squared_error" -> meanSquaredError(z, targets);
      default -> throw new IllegalArgumentException("no definition of " + loss);
    };
  }

  /** The categorical cross-entropy of one row. */
  public static double softmaxCrossEntropy(double[] logits, double[] targets) {
    double[] probabilities = softmax(logits);
    double loss = 0;
    for (int k = 0; k < logits.length; k++) {
      loss -= targets[k] * Math.log(probabilities[k]);
    }
    return loss;
  }

  /** The binary cross-entropy of one row, averaged over its outputs. */
  public static double sigmoidCrossEntropy(double[] logits, double[] targets) {
    double loss = 0;
    for (int k = 0; k < logits.length; k++) {
      double p = activation(Activation.SIGMOID, logits[k]);
      double complement = activation(Activation.SIGMOID, -logits[k]);
      loss -= targets[k] * Math.log(p) + (1 - targets[k]) * Math.log(complement);
    }
    return loss / logits.length;
  }

  /** The squared error of one row, averaged over its outputs. */
  public static double meanSquaredError(double[] predictions, double[] targets) {
    double loss = 0;
    for (int k = 0; k < predictions.length; k++) {
      loss += Math.pow(predictions[k] - targets[k], 2);
    }
    return loss / predictions.length;
  }

  /** The same numbers in float64. */
  public static double[] widen(float[] values) {
    return widen(values, 0, values.length);
  }

  /** {@code count} numbers from {@code from} on, in float64. */
  public static double[] widen(float[] values, int from, int count) {
    double[] wide = new double[count];
    for (int i = 0; i < count; i++) {
      wide[i] = values[from + i];
    }
    return wide;
  }
}
