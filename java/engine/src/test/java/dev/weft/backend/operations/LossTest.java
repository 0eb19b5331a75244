package dev.weft.backend.operations;

import static dev.weft.backend.Closeness.FLUSHED;
import static dev.weft.backend.Closeness.ROUNDING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Closeness;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.backend.reference.FiniteDifferences;
import dev.weft.backend.reference.Float64;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Value, probabilities and gradient of the three losses, with one-hot and with soft targets. */
@BackendContract
final class LossTest {
  /** The standard deviation of the logits; the largest are about four times that. */
  private static final double LOGITS = 3;

  private final Operations operations;

  LossTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  static Stream<Arguments> losses() {
    return Loss.KINDS.stream()
        .flatMap(
            loss ->
                (loss == Loss.SOFTMAX_CROSS_ENTROPY ? Sizes.softmaxRows() : Sizes.rows())
                    .map(rows -> Arguments.of(loss, rows.get()[0], rows.get()[1])));
  }

  static Stream<Arguments> lossesOfProbabilities() {
    return losses().filter(arguments -> arguments.get()[0] != Loss.MEAN_SQUARED_ERROR);
  }

  /** Every other row has a one-hot target; weights start at 0, which switches a sample off. */
  private static LossBatch draw(Loss loss, int batch, int width) {
    Noise noise = new Noise(100L * batch + width);
    float[] logits = noise.normal(batch * width, LOGITS);
    float[] targets = noise.uniform(batch * width, 0, 1);
    int[] labels = noise.below(batch, width);
    for (int row = 0; row < batch; row += 2) {
      for (int k = 0; k < width; k++) {
        targets[row * width + k] = k == labels[row] ? 1 : 0;
      }
    }
    float[] weights = noise.uniform(batch, 0.5, 2);
    if (batch > 1) {
      weights[0] = 0;
    }
    return new LossBatch(loss, batch, width, logits, targets, weights);
  }

  /**
   * The relative error of a probability: exponential and division take a few roundings, the sum
   * over the row the square root of its length, and the rounding of the exponent's argument, whose
   * size is up to 8 standard deviations, counts as often as that size.
   */
  private static double probabilityError(int width) {
    return (8 + Math.sqrt(width) + 8 * LOGITS) * ROUNDING;
  }

  @ParameterizedTest(name = "{0} of {1} x {2}")
  @MethodSource("losses")
  void valueIsTheWeightedMean(Loss loss, int batch, int width) {
    LossBatch rows = draw(loss, batch, width);
    double expected = rows.meanLoss();
    double tolerance = probabilityError(width) * Math.max(expected, width);
    assertEquals(expected, rows.on(operations).loss(), tolerance);
  }

  @ParameterizedTest(name = "{0} of {1} x {2}")
  @MethodSource("lossesOfProbabilities")
  void probabilitiesAreTheOutputFunction(Loss loss, int batch, int width) {
    LossBatch rows = draw(loss, batch, width);
    double[] expected = new double[batch * width];
    double[] tolerance = new double[batch * width];
    for (int row = 0; row < batch; row++) {
      double[] logits = rows.rowOfLogits(row);
      double[] softmax = Float64.softmax(logits);
      for (int k = 0; k < width; k++) {
        double p =
            loss == Loss.SOFTMAX_CROSS_ENTROPY
                ? softmax[k]
                : Float64.activation(Activation.SIGMOID, logits[k]);
        expected[row * width + k] = p;
        tolerance[row * width + k] = p * probabilityError(width) + FLUSHED;
      }
    }
    Closeness.assertElements("p", expected, rows.on(operations).probabilities(), tolerance);
  }

  @ParameterizedTest(name = "{0} of {1} x {2}")
  @MethodSource("losses")
  void gradientIsThatOfTheMean(Loss loss, int batch, int width) {
    LossBatch rows = draw(loss, batch, width);
    float[] dLogits = rows.on(operations).dLogits();
    // A derivative costs a whole row, so of wide rows only some are looked at.
    for (int row = 0; row < batch; row += width > 64 ? 15 : 1) {
      double[] logits = rows.rowOfLogits(row);
      double[] targets = rows.rowOfTargets(row);
      double factor = rows.weights()[row] / (double) batch;
      double[] expected = new double[width];
      double[] tolerance = new double[width];
      for (int k = 0; k < width; k++) {
        double slope = FiniteDifferences.partial(at -> rows.rowLoss(at, targets), logits, k);
        expected[k] = factor * slope;
        tolerance[k] = factor * (slopeError(rows, logits[k], targets) + ofDifferences(width));
      }
      float[] actual = Arrays.copyOfRange(dLogits, row * width, (row + 1) * width);
      Closeness.assertElements("dLogits of row " + row, expected, actual, tolerance);
    }
  }

  /** The slope is the difference of two numbers: it has the errors of both, not its own size's. */
  private static double slopeError(LossBatch rows, double logit, double[] targets) {
    double targetSum = 0;
    for (double target : targets) {
      targetSum += target;
    }
    int width = rows.width();
    return switch (rows.loss().outputFunction()) {
      // p <= 1, and so small in a wide row that the bound on p alone would be far too kind.
      case SOFTMAX -> probabilityError(width) * (1 + targetSum * Math.min(1, Math.exp(logit)));
      case SIGMOID -> probabilityError(1) * 2 / width;
      case LINEAR -> 8 * ROUNDING * 2 * (Math.abs(logit) + 1) / width;
    };
  }

  /** Losses of rows grow with the targets' sum, and so does the rounding of their differences. */
  private static double ofDifferences(int width) {
    return FiniteDifferences.ERROR * Math.max(1, width / 16.0);
  }
}
