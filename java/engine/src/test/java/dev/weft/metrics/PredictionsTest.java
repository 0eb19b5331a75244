package dev.weft.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private static final List<String> TWO = List.of("no", "yes");
  private static final List<String> THREE = List.of("a", "b", "c");

  /** One output: the probability of class 1. */
  private static Predictions sigmoid() {
    return new Predictions(
        TWO, new int[] {1, 0, 1}, new int[] {1, 0, 0}, new float[] {0.75f, 0.25f, 0.5f});
  }

  /** Two samples of three classes. */
  private static Predictions softmax() {
    return new Predictions(
        THREE,
        new int[] {2, 0},
        new int[] {2, 1},
        new float[] {0.125f, 0.25f, 0.625f, 0.25f, 0.5f, 0.25f});
  }

  @Test
  void aSigmoidsOutputIsTheProbabilityOfClass1() {
    Predictions predictions = sigmoid();
    assertEquals(3, predictions.size());
    assertTrue(predictions.binary());
    assertEquals(0.75f, predictions.probability(0, 1));
    assertEquals(0.25f, predictions.probability(0, 0));
    assertEquals(0.75f, predictions.confidence(1), "of class 0");
    assertArrayEquals(new float[] {0.75f, 0.25f, 0.5f}, predictions.scores());
    predictions.scores()[0] = 0;
    assertEquals(0.75f, predictions.probability(0, 1), "scores are a copy");
    assertTrue(predictions.right(0) && predictions.right(1));
    assertFalse(predictions.right(2));
  }

  @Test
  void aSoftmaxHasAProbabilityForEachClass() {
    Predictions predictions = softmax();
    assertFalse(predictions.binary());
    assertEquals(0.625f, predictions.probability(0, 2));
    assertEquals(0.5f, predictions.probability(1, 1));
    assertEquals(0.5f, predictions.confidence(1));
    Predictions two =
        new Predictions(
            TWO, new int[] {1, 0}, new int[] {1, 0}, new float[] {0.25f, 0.75f, 0.625f, 0.375f});
    assertEquals(0.625f, two.confidence(1));
    assertArrayEquals(new float[] {0.75f, 0.375f}, two.scores());
  }

  /** Of two classes the scores of class 1 are held against it, else the confidence in a choice. */
  @Test
  void calibrationIsOfClass1OrOfTheChoice() {
    Calibration ofClass1 =
        Calibration.ofClass1(sigmoid().truth(), sigmoid().scores(), Predictions.CALIBRATION_BINS);
    assertEquals(ofClass1.expectedError(), sigmoid().calibration().expectedError());
    Calibration ofChoice =
        Calibration.ofConfidence(
            softmax().truth(), softmax().probabilities(), 3, Predictions.CALIBRATION_BINS);
    assertEquals(ofChoice.expectedError(), softmax().calibration().expectedError());
    assertTrue(ofChoice.expectedError() > 0);
  }

  @Test
  void whatIsNoProbabilityIsFound() {
    assertTrue(
        new Predictions(TWO, new int[] {1, 0}, new int[] {1, 0}, new float[] {0, 1})
            .areProbabilities());
    for (float wrong : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertFalse(
          new Predictions(TWO, new int[] {1, 0}, new int[] {1, 0}, new float[] {0.5f, wrong})
              .areProbabilities());
    }
  }

  @Test
  void countsThatDoNotFitAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Predictions(TWO, new int[2], new int[3], new float[2]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Predictions(THREE, new int[2], new int[2], new float[2]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Predictions(TWO, new int[2], new int[2], new float[3]));
  }

  @Test
  void theClassIsTheFirstOfTheMostProbable() {
    float[] outputs = {0.2f, 0.4f, 0.4f, 0.5f, 0.25f, 0.25f};
    assertEquals(1, ClassChoice.of(outputs, 0, 3));
    assertEquals(0, ClassChoice.of(outputs, 1, 3));
    float[] sigmoids = {0.5f, 0.50001f};
    assertEquals(0, ClassChoice.of(sigmoids, 0, 1));
    assertEquals(1, ClassChoice.of(sigmoids, 1, 1));
  }

  @Test
  void countsAtAThresholdAreTheirFractions() {
    int[] truth = {1, 1, 1, 0, 0, 0, 0, 0};
    float[] scores = {0.9f, 0.8f, 0.5f, 0.6f, 0.5f, 0.2f, 0.1f, 0};
    BinaryCounts counts = BinaryCounts.at(0.5, truth, scores);
    assertEquals(new BinaryCounts(2, 1, 1, 4), counts);
    assertEquals(8, counts.total());
    assertEquals(6 / 8.0, counts.accuracy());
    assertEquals(2 / 3.0, counts.precision());
    assertEquals(2 / 3.0, counts.recall());
    assertEquals(1 / 5.0, counts.falsePositiveRate());
    assertEquals(4 / 6.0, counts.f1());
    assertThrows(
        IllegalArgumentException.class,
        () -> BinaryCounts.at(0.5, truth, new float[] {0.5f, Float.NaN}));
  }
}
