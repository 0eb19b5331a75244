package dev.weft.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * The receiver operating characteristic of a score: true-positive over false-positive rate for
 * every threshold (Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27, 2006).
 *
 * @param points from (0, 0), where nothing is positive, to (1, 1), where everything is; equal
 *     scores make one point, and points within a straight line are left out, which changes neither
 *     the curve nor the area
 * @param area under the curve by the trapezoidal rule: the probability that a sample of class 1 has
 *     a higher score than one of class 0, equal scores counting one half; NaN where a class has no
 *     samples
 */
public record RocCurve(List<Point> points, double area) {
  /**
   * One threshold.
   *
   * @param falsePositiveRate of the samples of class 0, the fraction with this score or a higher
   *     one; NaN where there are none
   * @param truePositiveRate of the samples of class 1, likewise
   * @param threshold the lowest score that counts as positive here; infinite at (0, 0)
   */
  public record Point(double falsePositiveRate, double truePositiveRate, double threshold) {}

  public RocCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve of these samples.
   *
   * @param truth 0 or 1 [samples]
   * @param scores of class 1 [samples], no NaN among them
   * @throws IllegalArgumentException where truth and scores are not such
   */
  public static RocCurve of(int[] truth, float[] scores) {
    RankedScores ranked = RankedScores.of(truth, scores);
    double positives = denominator(ranked.positives());
    double negatives = denominator(ranked.negatives());
    List<Point> points = new ArrayList<>();
    points.add(new Point(0 / negatives, 0 / positives, Double.POSITIVE_INFINITY));
    // Twice the area in counts: exact, and divided once.
    long doubled = 0;
    long hits = 0;
    long alarms = 0;
    for (int i = 0; i < ranked.size(); i++) {
      long moreHits = ranked.truePositives(i) - hits;
      long moreAlarms = ranked.falsePositives(i) - alarms;
      doubled += moreAlarms * (2 * hits + moreHits);
      hits += moreHits;
      alarms += moreAlarms;
      if (i + 1 == ranked.size() || turns(ranked, i, moreHits, moreAlarms)) {
        points.add(new Point(alarms / negatives, hits / positives, ranked.threshold(i)));
      }
    }
    return new RocCurve(points, doubled / (2 * positives * negatives));
  }

  /** Whether the step behind point {@code i} goes in another direction than the one before it. */
  private static boolean turns(RankedScores ranked, int i, long hits, long alarms) {
    long nextHits = ranked.truePositives(i + 1) - ranked.truePositives(i);
    long nextAlarms = ranked.falsePositives(i + 1) - ranked.falsePositives(i);
    return hits * nextAlarms != nextHits * alarms;
  }

  private static double denominator(long samples) {
    return samples == 0 ? Double.NaN : samples;
  }
}
