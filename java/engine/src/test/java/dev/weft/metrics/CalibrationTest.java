package dev.weft.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final double CLOSE = 1e-7;

  @Test
  void binsHoldWhatIsAboveTheirLowerEnd() {
    Calibration calibration =
        Calibration.ofClass1(new int[] {0, 0, 1, 1, 1}, new float[] {0, 0.25f, 0.26f, 0.5f, 1}, 4);
    assertEquals(4, calibration.bins().size());
    assertEquals(2, calibration.bins().get(0).samples());
    assertEquals(2, calibration.bins().get(1).samples());
    assertEquals(0, calibration.bins().get(2).samples());
    assertEquals(1, calibration.bins().get(3).samples());
    assertEquals(0.75, calibration.bins().get(3).from());
    assertEquals(1, calibration.bins().get(3).to());
  }

  @Test
  void errorsAreTheMeanAndTheLargestGap() {
    // Bin 1 of 2: mean 0.2, 1 of 4 came true: gap 0.05. Bin 2: mean 0.9, 1 of 2: gap 0.4.
    Calibration calibration =
        Calibration.ofClass1(
            new int[] {0, 0, 0, 1, 0, 1}, new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.9f, 0.9f}, 2);
    assertEquals((4 * 0.05 + 2 * 0.4) / 6, calibration.expectedError(), CLOSE);
    assertEquals(0.4, calibration.maximumError(), CLOSE);
    assertEquals(0.25, calibration.bins().get(0).fraction(), CLOSE);
    assertEquals(0.2, calibration.bins().get(0).meanProbability(), CLOSE);
  }

  @Test
  void emptyBinsHaveNoMeansAndNoWeight() {
    Calibration calibration = Calibration.ofClass1(new int[] {1}, new float[] {1}, 10);
    assertTrue(Double.isNaN(calibration.bins().get(0).fraction()));
    assertTrue(Double.isNaN(calibration.bins().get(0).meanProbability()));
    assertEquals(0, calibration.expectedError());
    assertEquals(0, calibration.maximumError());
  }

  @Test
  void confidenceIsThatOfTheMostProbableClass() {
    float[] probabilities = {
      0.6f, 0.3f, 0.1f, // right
      0.2f, 0.2f, 0.6f, // wrong
      0.4f, 0.4f, 0.2f // the first of equals, right
    };
    Calibration calibration = Calibration.ofConfidence(new int[] {0, 1, 0}, probabilities, 3, 2);
    assertEquals(1, calibration.bins().get(0).samples());
    assertEquals(1, calibration.bins().get(0).fraction());
    assertEquals(2, calibration.bins().get(1).samples());
    assertEquals(0.5, calibration.bins().get(1).fraction());
    assertEquals((0.6 + 2 * 0.1) / 3, calibration.expectedError(), CLOSE);
  }

  @Test
  void noSamplesHaveNoError() {
    Calibration calibration = Calibration.ofClass1(new int[0], new float[0], 5);
    assertTrue(Double.isNaN(calibration.expectedError()));
    assertTrue(Double.isNaN(calibration.maximumError()));
  }

  @Test
  void valuesThatMakeNoSenseAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Calibration.ofClass1(new int[] {1}, new float[] {1.5f}, 10));
    assertThrows(
        IllegalArgumentException.class,
        () -> Calibration.ofClass1(new int[] {1}, new float[] {1}, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Calibration.ofConfidence(new int[] {1}, new float[] {1, 0, 0}, 2, 10));
    assertThrows(
        IllegalArgumentException.class,
        () -> Calibration.ofConfidence(new int[] {1}, new float[] {Float.NaN, 0}, 2, 10));
  }
}
