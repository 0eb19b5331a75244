package dev.weft.backend.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.weft.backend.AgainstPlainJava;
import dev.weft.backend.Noise;
import dev.weft.backend.OpenBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All backends draw bitwise the same masks, at the ends of every range as well. */
@AgainstPlainJava
final class DropoutMaskTest {
  private final OpenBackend backend;

  DropoutMaskTest(OpenBackend backend) {
    this.backend = backend;
  }

  @ParameterizedTest(name = "rate {0}, seed {1}, layer {2}, step {3}, {4} elements")
  @CsvSource({
    "0.5, 0, 0, 0, 1",
    "0.2, 42, 1, 1, 31",
    "0.2, 42, 1, 1562, 1024",
    "0.1, -1, 255, 2147483647, 25088",
    "0.3, -9223372036854775808, 3, -1, 33000",
    "1e-9, 7, 0, 5, 100000",
    "0.99999994, 7, 0, 5, 100000",
  })
  void areTheSameEverywhere(float rate, long seed, int layer, int step, int count) {
    float[] x = new Noise(count).normal(count, 1);
    float[] expected = new float[count];
    float[] actual = new float[count];
    try (OpenBackend plain = OpenBackend.plainJava()) {
      plain.context().operations().dropout(rate, seed, layer, step, x, expected);
    }
    backend.context().operations().dropout(rate, seed, layer, step, x, actual);
    assertArrayEquals(expected, actual);
  }
}
