package dev.weft.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Precision over recall of a score for every threshold (Davis and Goadrich, The relationship
 * between precision-recall and ROC curves, ICML 2006).
 *
 * @param points from recall 0, where nothing is positive and precision is 1 by convention, to
 *     recall 1; equal scores make one point
 * @param averagePrecision the area under the steps of the curve: the sum over the points of
 *     precision times the gain in recall, as scikit-learn's average_precision_score; not
 *     interpolated, since straight lines between the points would promise too much; NaN where class
 *     1 has no samples
 */
public record PrecisionRecallCurve(List<Point> points, double averagePrecision) {
  /**
   * One threshold.
   *
   * @param recall of the samples of class 1, the fraction with this score or a higher one; NaN
   *     where there are none
   * @param precision of the samples with this score or a higher one, the fraction of class 1
   * @param threshold the lowest score that counts as positive here; infinite at recall 0
   */
  public record Point(double recall, double precision, double threshold) {}

  public PrecisionRecallCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve of these samples.
   *
   * @param truth 0 or 1 [samples]
   * @param scores of class 1 [samples], no NaN among them
   * @throws IllegalArgumentException where truth and scores are not such
   */
  public static PrecisionRecallCurve of(int[] truth, float[] scores) {
    RankedScores ranked = RankedScores.of(truth, scores);
    double positives = ranked.positives() == 0 ? Double.NaN : ranked.positives();
    List<Point> points = new ArrayList<>();
    points.add(new Point(0 / positives, 1, Double.POSITIVE_INFINITY));
    double area = 0 / positives;
    long before = 0;
    for (int i = 0; i < ranked.size(); i++) {
      long hits = ranked.truePositives(i);
      double precision = (double) hits / (hits + ranked.falsePositives(i));
      area += (hits - before) / positives * precision;
      before = hits;
      points.add(new Point(hits / positives, precision, ranked.threshold(i)));
    }
    return new PrecisionRecallCurve(points, area);
  }
}
