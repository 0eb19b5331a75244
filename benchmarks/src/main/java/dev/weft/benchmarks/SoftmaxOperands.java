package dev.weft.benchmarks;

import dev.weft.backend.BackendContext;
import dev.weft.backend.Backends;
import dev.weft.backend.Operations;
import dev.weft.nn.Loss;
import java.util.Arrays;

/** The arrays of a softmax over ten classes, all [batch, 10]. */
final class SoftmaxOperands {
  private static final int CLASSES = 10;

  private final int batch;
  private final float[] logits;
  private final float[] targets;
  private final float[] weights;
  private final float[] probabilities;
  private final float[] dLogits;

  SoftmaxOperands(int batch) {
    this.batch = batch;
    this.logits = Operands.uniform(batch * CLASSES, 5);
    this.targets = Operands.oneHotLabels(batch);
    this.weights = new float[batch];
    Arrays.fill(weights, 1);
    this.probabilities = new float[batch * CLASSES];
    this.dLogits = new float[batch * CLASSES];
  }

  /** Computes probabilities and gradient and returns the mean loss. */
  double loss(Operations operations) {
    return operations.loss(
        Loss.SOFTMAX_CROSS_ENTROPY,
        batch,
        CLASSES,
        logits,
        targets,
        weights,
        probabilities,
        dLogits);
  }

  void requireSameAsPlainJava(Operations operations) {
    try (BackendContext plain = Backends.open("java", 1)) {
      float[] expectedLoss = {(float) loss(plain.operations())};
      float[] expected = probabilities.clone();
      float[] expectedGradient = dLogits.clone();
      Operands.requireClose("the loss", expectedLoss, new float[] {(float) loss(operations)});
      Operands.requireClose("the probabilities", expected, probabilities);
      Operands.requireClose("the gradient", expectedGradient, dLogits);
    }
  }
}
