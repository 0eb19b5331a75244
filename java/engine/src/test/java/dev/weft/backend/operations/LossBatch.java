package dev.weft.backend.operations;

import dev.weft.backend.Operations;
import dev.weft.backend.reference.Float64;
import dev.weft.nn.Loss;
import java.util.Arrays;

/**
 * A batch with its loss: what a backend makes of it, and the float64 definition of the same.
 *
 * @param logits [batch, width], linear outputs of the squared error
 * @param targets [batch, width]
 * @param weights [batch]
 */
record LossBatch(
    Loss loss, int batch, int width, float[] logits, float[] targets, float[] weights) {
  /** What a backend computed. */
  record Result(double loss, float[] probabilities, float[] dLogits) {}

  static LossBatch ofOneRow(Loss loss, float[] logits, float[] targets) {
    return new LossBatch(loss, 1, logits.length, logits, targets, new float[] {1});
  }

  Result on(Operations operations) {
    float[] probabilities = new float[batch * width];
    float[] dLogits = new float[batch * width];
    Arrays.fill(probabilities, Float.NaN);
    Arrays.fill(dLogits, Float.NaN);
    double value =
        operations.loss(loss, batch, width, logits, targets, weights, probabilities, dLogits);
    return new Result(value, probabilities, dLogits);
  }

  double[] rowOfLogits(int row) {
    return Float64.widen(logits, row * width, width);
  }

  double[] rowOfTargets(int row) {
    return Float64.widen(targets, row * width, width);
  }

  double rowLoss(double[] logits, double[] targets) {
    return Float64.loss(loss, logits, targets);
  }

  /** The weighted mean over the samples. */
  double meanLoss() {
    double sum = 0;
    for (int row = 0; row < batch; row++) {
      sum += weights[row] * rowLoss(rowOfLogits(row), rowOfTargets(row));
    }
    return sum / batch;
  }
}
