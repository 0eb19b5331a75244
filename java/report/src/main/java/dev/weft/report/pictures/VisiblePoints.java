package dev.weft.report.pictures;

import java.util.ArrayList;
import java.util.List;

/**
 * The points of a curve in the unit square that can be told apart when it is drawn: of thousands a
 * few hundred. Corners stay: a point is left out only where it is this close to the last one that
 * stayed.
 */
public final class VisiblePoints {
  private static final double DISTANCE = 0.001;

  private final List<Double> x = new ArrayList<>();
  private final List<Double> y = new ArrayList<>();

  /** Adds the next point of the curve; the last one is told by its x of 1, and always stays. */
  public void add(double nextX, double nextY) {
    int last = x.size() - 1;
    if (last < 0
        || nextX == 1
        || Math.abs(x.get(last) - nextX) >= DISTANCE
        || Math.abs(y.get(last) - nextY) >= DISTANCE) {
      x.add(nextX);
      y.add(nextY);
    }
  }

  /** The horizontal values of the points that stayed. */
  public List<Double> x() {
    return List.copyOf(x);
  }

  /** The vertical values of the points that stayed. */
  public List<Double> y() {
    return List.copyOf(y);
  }
}
