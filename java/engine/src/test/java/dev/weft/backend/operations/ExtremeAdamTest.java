package dev.weft.backend.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContract;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@BackendContract
final class ExtremeAdamTest {
  private static final float LEARNING_RATE = 0.001f;
  private static final double RELATIVE = 1e-6;

  /** Enough elements for whole vectors and a rest. */
  private static final int COUNT = 37;

  private final Operations operations;

  ExtremeAdamTest(OpenBackend backend) {
    this.operations = backend.context().operations();
  }

  private static float[] filled(float value) {
    float[] values = new float[COUNT];
    Arrays.fill(values, value);
    return values;
  }

  /** One update of parameters that are 0, by equal gradients. */
  private AdamRun update(long step, float gradient) {
    AdamRun run = new AdamRun(operations, AdamRun.DEFAULTS, LEARNING_RATE, new float[COUNT]);
    return run.step(step, filled(gradient));
  }

  @ParameterizedTest(name = "gradient {0} at step {1}")
  @CsvSource({
    "1e-30, 1",
    "-1e-30, 1",
    "1e-15, 1",
    "1e-7, 1",
    "1e9, 1",
    "1e18, 1",
    "-1e18, 1",
    "1e-30, 1000000000",
    "0.01, 1000000000",
    "1e18, 1000000000",
    "0.01, 9223372036854775807",
  })
  void followsFloat64(float gradient, long step) {
    AdamRun run = update(step, gradient);
    for (int i = 0; i < COUNT; i++) {
      double exact = run.exactParameters[i];
      assertEquals(exact, run.parameters[i], Math.abs(exact) * RELATIVE);
      double first = run.exactFirstMoments[i];
      assertEquals(first, run.firstMoments[i], Math.abs(first) * RELATIVE);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1e30f, -1e30f})
  void aSquareThatOverflowsShowsAndDoesNotThrowTheParameterAway(float gradient) {
    AdamRun run = update(1, gradient);
    for (int i = 0; i < COUNT; i++) {
      assertEquals(Float.POSITIVE_INFINITY, run.secondMoments[i]);
      assertEquals(0, run.parameters[i], 0f);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aGradientThatIsNoNumberShowsInTheParameter(float gradient) {
    AdamRun run = update(1, gradient);
    for (float parameter : run.parameters) {
      assertTrue(Float.isNaN(parameter), "the parameter is " + parameter);
    }
  }

  @Test
  void zeroGradientsMoveNothing() {
    float[] w = new float[] {1, -2, Float.MIN_NORMAL};
    AdamRun run = new AdamRun(operations, AdamRun.DEFAULTS, LEARNING_RATE, w);
    for (int step = 1; step <= 3; step++) {
      run.step(step, 0, 0, 0);
    }
    for (int i = 0; i < w.length; i++) {
      assertEquals(w[i], run.parameters[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.MIN_VALUE, 1e-40f, 1.17e-38f, 1.2e-38f, -1e-40f, -1.2e-38f})
  void momentsNeverBecomeSubnormal(float moment) {
    float[] first = filled(moment);
    float[] second = filled(Math.abs(moment));
    float[] w = filled(1);
    for (int step = 1; step <= 20; step++) {
      operations.update(AdamRun.DEFAULTS, LEARNING_RATE, step, filled(0), w, first, second);
      for (int i = 0; i < COUNT; i++) {
        assertTrue(isNormalOrZero(first[i]), "m is " + first[i] + " after step " + step);
        assertTrue(isNormalOrZero(second[i]), "v is " + second[i] + " after step " + step);
      }
    }
    assertEquals(1, w[0], "such moments move no parameter");
  }

  @Test
  void subnormalMomentsBecomeZero() {
    float[] first = filled(1e-40f);
    float[] second = filled(1e-40f);
    operations.update(AdamRun.DEFAULTS, LEARNING_RATE, 1, filled(0), filled(1), first, second);
    for (int i = 0; i < COUNT; i++) {
      assertEquals(0, first[i], 0f);
      assertEquals(0, second[i], 0f);
    }
  }

  private static boolean isNormalOrZero(float value) {
    return value == 0 || Math.abs(value) >= Float.MIN_NORMAL;
  }
}
