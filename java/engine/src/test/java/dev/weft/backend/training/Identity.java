package dev.weft.backend.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.backend.training.Course.Outcome;

/** Bitwise equality of two runs. */
final class Identity {
  private Identity() {}

  static void assertIdentical(Outcome expected, Outcome actual) {
    assertArrayEquals(expected.parameters(), actual.parameters(), "parameters");
    assertArrayEquals(expected.firstMoments(), actual.firstMoments(), "first moments");
    assertArrayEquals(expected.secondMoments(), actual.secondMoments(), "second moments");
    assertArrayEquals(expected.average(), actual.average(), "average");
    assertEquals(expected.step(), actual.step(), "step");
    assertArrayEquals(expected.losses(), actual.losses(), "losses");
    assertEquals(expected.correct(), actual.correct(), "correct");
    assertEquals(expected.metrics().loss(), actual.metrics().loss(), "evaluated loss");
    assertArrayEquals(expected.metrics().confusion(), actual.metrics().confusion(), "confusion");
    assertArrayEquals(expected.predictions(), actual.predictions(), "predictions");
  }
}
