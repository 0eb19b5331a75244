package dev.weft.backend.operations;

import static dev.weft.backend.Closeness.ROUNDING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.weft.backend.BackendContract;
import dev.weft.backend.Closeness;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.nn.Optimizer.Adam;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@BackendContract
final class AdamTest {
  private static final float LEARNING_RATE = 0.001f;

  /** Subtraction, product, sum, quotient, square root: a handful of roundings in an update. */
  private static final double PER_UPDATE = 8;

  private final Operations operations;

  AdamTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  static Stream<Arguments> runs() {
    Adam quick = new Adam(0.5, 0.9, 1e-3);
    Adam withoutMomentum = new Adam(0, 0.999, 1e-7);
    return Stream.of(AdamRun.DEFAULTS, quick, withoutMomentum)
        .flatMap(
            adam ->
                IntStream.of(1, 31, 33, 784, 33_001)
                    .boxed()
                    .flatMap(
                        count ->
                            IntStream.of(1, count > 1000 ? 3 : 100)
                                .mapToObj(steps -> Arguments.of(adam, count, steps))));
  }

  @ParameterizedTest(name = "{0}, {1} parameters, {2} steps")
  @MethodSource("runs")
  void followsFloat64(Adam adam, int count, int steps) {
    Noise noise = new Noise(count);
    AdamRun run = new AdamRun(operations, adam, LEARNING_RATE, noise.normal(count, 0.1));
    double[] largest = new double[count];
    for (int step = 1; step <= steps; step++) {
      float[] gradients = noise.normal(count, 0.02);
      for (int i = 0; i < count; i++) {
        largest[i] = Math.max(largest[i], Math.abs(gradients[i]));
      }
      run.step(step, gradients);
    }
    assertMoments(adam, run, largest);
    assertParameters(run, steps);
  }

  /**
   * A moment forgets a rounding at the rate of its decay, so it holds at most 1 / (1 - beta) of
   * them, each relative to the largest gradient or its square.
   */
  private static void assertMoments(Adam adam, AdamRun run, double[] largest) {
    double first = (PER_UPDATE + Math.sqrt(1 / (1 - adam.beta1()))) * ROUNDING;
    double second = (PER_UPDATE + Math.sqrt(1 / (1 - adam.beta2()))) * ROUNDING;
    double[] tolerance = Arrays.stream(largest).map(g -> first * g).toArray();
    Closeness.assertElements("m", run.exactFirstMoments, run.firstMoments, tolerance);
    double[] tolerance2 = Arrays.stream(largest).map(g -> second * g * g).toArray();
    Closeness.assertElements("v", run.exactSecondMoments, run.secondMoments, tolerance2);
  }

  /**
   * Each step rounds the parameter once, and its update (about the learning rate) several times.
   */
  private static void assertParameters(AdamRun run, int steps) {
    double[] tolerance =
        Arrays.stream(run.exactParameters)
            .map(
                w ->
                    ROUNDING
                        * (2 * Math.sqrt(steps) * Math.abs(w)
                            + PER_UPDATE * steps * LEARNING_RATE * 2))
            .toArray();
    Closeness.assertElements("w", run.exactParameters, run.parameters, tolerance);
  }

  @Test
  void gradientsAreOnlyRead() {
    float[] gradients = new Noise(8).normal(33, 1);
    float[] before = gradients.clone();
    new AdamRun(operations, AdamRun.DEFAULTS, LEARNING_RATE, new float[33]).step(1, gradients);
    assertArrayEquals(before, gradients);
  }

  @Test
  void theFirstStepIsTheLearningRateTimesTheSign() {
    float[] w = new float[3];
    AdamRun run = new AdamRun(operations, AdamRun.DEFAULTS, LEARNING_RATE, w);
    run.step(1, 0.7f, -3, 0);
    double[] expected = {-LEARNING_RATE, LEARNING_RATE, 0};
    // Epsilon is added to sqrt(v), which is |g| sqrt(1 - beta2) in the first step: 5e-6 of 0.7.
    double[] tolerance = {LEARNING_RATE * 1e-5, LEARNING_RATE * 1e-5, 0};
    Closeness.assertElements("w", expected, run.parameters, tolerance);
  }
}
