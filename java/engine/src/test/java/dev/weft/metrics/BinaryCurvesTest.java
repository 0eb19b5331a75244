package dev.weft.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Curves of a score over all thresholds, against values made by hand and by counting pairs. */
class BinaryCurvesTest {
  private static final double EXACT = 1e-15;

  /** The example of scikit-learn's documentation. */
  private static final int[] TRUTH = {0, 0, 1, 1};

  private static final float[] SCORES = {0.1f, 0.4f, 0.35f, 0.8f};

  @Test
  void theRocCurveOfAKnownExample() {
    RocCurve curve = RocCurve.of(TRUTH, SCORES);
    assertEquals(0.75, curve.area(), EXACT);
    assertEquals(
        List.of(
            new RocCurve.Point(0, 0, Double.POSITIVE_INFINITY),
            new RocCurve.Point(0, 0.5, 0.8f),
            new RocCurve.Point(0.5, 0.5, 0.4f),
            new RocCurve.Point(0.5, 1, 0.35f),
            new RocCurve.Point(1, 1, 0.1f)),
        curve.points());
  }

  @Test
  void thePrecisionRecallCurveOfAKnownExample() {
    PrecisionRecallCurve curve = PrecisionRecallCurve.of(TRUTH, SCORES);
    assertEquals(0.5 * 1 + 0.5 * 2 / 3, curve.averagePrecision(), EXACT);
    assertEquals(
        List.of(
            new PrecisionRecallCurve.Point(0, 1, Double.POSITIVE_INFINITY),
            new PrecisionRecallCurve.Point(0.5, 1, 0.8f),
            new PrecisionRecallCurve.Point(0.5, 0.5, 0.4f),
            new PrecisionRecallCurve.Point(1, 2.0 / 3, 0.35f),
            new PrecisionRecallCurve.Point(1, 0.5, 0.1f)),
        curve.points());
  }

  @Test
  void equalScoresAreOnePointAndCountOneHalf() {
    RocCurve curve = RocCurve.of(new int[] {0, 1, 0, 1}, new float[] {0.5f, 0.5f, 0.5f, 0.5f});
    assertEquals(2, curve.points().size());
    assertEquals(0.5, curve.area(), EXACT);
    RocCurve zeros = RocCurve.of(new int[] {0, 1}, new float[] {0f, -0f});
    assertEquals(0.5, zeros.area(), EXACT);
  }

  @Test
  void theAreaIsThePartOfPairsInTheRightOrder() {
    Random random = new Random(5);
    int[] truth = random.ints(300, 0, 2).toArray();
    float[] scores = new float[truth.length];
    for (int i = 0; i < scores.length; i++) {
      // Few distinct values, negative ones among them, so that there are many ties.
      scores[i] = random.nextInt(20) / 4f - 2 + truth[i];
    }
    double right = 0;
    long pairs = 0;
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth.length; j++) {
        if (truth[i] == 1 && truth[j] == 0) {
          pairs++;
          right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    RocCurve curve = RocCurve.of(truth, scores);
    assertEquals(right / pairs, curve.area(), 1e-12);
    double trapezoids = 0;
    for (int i = 1; i < curve.points().size(); i++) {
      RocCurve.Point a = curve.points().get(i - 1);
      RocCurve.Point b = curve.points().get(i);
      assertTrue(b.threshold() < a.threshold());
      trapezoids +=
          (b.falsePositiveRate() - a.falsePositiveRate())
              * (a.truePositiveRate() + b.truePositiveRate())
              / 2;
    }
    assertEquals(curve.area(), trapezoids, 1e-12);
  }

  @Test
  void aPerfectScoreHasAreasOfOneAndThreePoints() {
    int[] truth = {0, 0, 0, 1, 1};
    float[] scores = {0.1f, 0.2f, 0.3f, 0.7f, 0.9f};
    RocCurve roc = RocCurve.of(truth, scores);
    assertEquals(1, roc.area(), EXACT);
    assertEquals(3, roc.points().size());
    assertEquals(1, PrecisionRecallCurve.of(truth, scores).averagePrecision(), EXACT);
  }

  @Test
  void aMissingClassHasNoArea() {
    assertTrue(Double.isNaN(RocCurve.of(new int[] {1, 1}, new float[] {0.1f, 0.9f}).area()));
    assertTrue(Double.isNaN(RocCurve.of(new int[0], new float[0]).area()));
    int[] negatives = {0, 0};
    float[] scores = {0.1f, 0.9f};
    assertTrue(Double.isNaN(RocCurve.of(negatives, scores).area()));
    assertTrue(Double.isNaN(PrecisionRecallCurve.of(negatives, scores).averagePrecision()));
    assertEquals(1, PrecisionRecallCurve.of(new int[] {1, 1}, scores).averagePrecision(), EXACT);
  }

  @Test
  void countsAtAThresholdTakeScoresAboveIt() {
    BinaryCounts counts = BinaryCounts.at(0.4f, TRUTH, SCORES);
    assertEquals(new BinaryCounts(1, 0, 1, 2), counts);
    assertEquals(4, counts.total());
    assertEquals(0.75, counts.accuracy(), EXACT);
    assertEquals(1, counts.precision(), EXACT);
    assertEquals(0.5, counts.recall(), EXACT);
    assertEquals(0, counts.falsePositiveRate(), EXACT);
    assertEquals(2.0 / 3, counts.f1(), EXACT);
  }

  @Test
  void quotientsWithoutDenominatorAreZero() {
    BinaryCounts nothing = BinaryCounts.at(1, TRUTH, SCORES);
    assertEquals(0, nothing.precision());
    assertEquals(0, nothing.f1());
    assertEquals(0, new BinaryCounts(0, 0, 0, 0).accuracy());
  }

  @Test
  void valuesThatMakeNoSenseAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> RocCurve.of(new int[] {0, 1}, new float[] {0}));
    assertThrows(IllegalArgumentException.class, () -> RocCurve.of(new int[] {2}, new float[] {0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> PrecisionRecallCurve.of(new int[] {1}, new float[] {Float.NaN}));
  }
}
