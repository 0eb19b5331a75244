package dev.weft.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.nn.Optimizer.Adam;
import dev.weft.nn.Optimizer.AdamW;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of what contexts, slices and Adam take. */
final class OptionsTest {
  private static final Adam ADAM = Adam.DEFAULT;

  private static void assertNames(String word, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(word), message);
  }

  @Test
  void contextOptions() {
    assertEquals(new ContextOptions(0, 0), ContextOptions.defaults());
    assertEquals(1024, new ContextOptions(3, ContextOptions.MAX_THREADS).threads());
    assertNames("-1", () -> new ContextOptions(-1, 0));
    assertNames("-2", () -> new ContextOptions(0, -2));
    assertNames("1025", () -> new ContextOptions(0, 1025));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void adamDecays(double beta) {
    assertNames("beta1", () -> new Adam(beta, 0.999, 1e-7));
    assertNames("beta2", () -> new Adam(0.9, beta, 1e-7));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-7, Double.NaN, Double.POSITIVE_INFINITY})
  void adamEpsilon(double epsilon) {
    assertNames("epsilon", () -> new Adam(0.9, 0.999, epsilon));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void clipNorm(double norm) {
    assertNames("clipNorm", () -> new Adam(0.9, 0.999, 1e-7, norm));
    assertNames("clipNorm", () -> new AdamW(0.9, 0.999, 1e-7, 0, norm));
    assertNames("weightDecay", () -> new AdamW(0.9, 0.999, 1e-7, norm, 0));
  }

  @ParameterizedTest(name = "{0} samples in batches of {1} are {2} steps")
  @CsvSource({
    "0, 32, 0",
    "1, 32, 1",
    "31, 32, 1",
    "32, 32, 1",
    "33, 32, 2",
    "50000, 32, 1563",
    "7, 1, 7",
    "10, 2147483647, 1",
    "2147483647, 2147483647, 1",
    "2147483647, 1, 2147483647",
  })
  void steps(int samples, int batchSize, int expected) {
    assertEquals(expected, TrainingSlice.steps(samples, batchSize));
  }

  private static TrainingSlice slice(int from, int to, int batchSize, int rates) {
    return new TrainingSlice(
        new int[10], from, to, batchSize, new float[rates], ADAM, new float[0]);
  }

  @Test
  void slices() {
    assertEquals(3, slice(0, 10, 4, 3).steps());
    assertEquals(0, slice(5, 5, 4, 0).steps());
    assertNames("0", () -> slice(0, 10, 0, 3));
    assertNames("2 learning rates for 3 steps", () -> slice(0, 10, 4, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> slice(0, 11, 4, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> slice(-1, 10, 4, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> slice(6, 5, 4, 0));
  }
}
