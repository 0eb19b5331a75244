package dev.weft.report.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VisiblePointsTest {
  @Test
  void drawnCurvesKeepTheirCornersAndTheirEnd() {
    VisiblePoints points = new VisiblePoints();
    points.add(0, 0);
    for (int i = 0; i < 10_000; i++) {
      points.add(0, i / 10_000.0);
    }
    points.add(0.99999, 0.99991);
    points.add(1, 1);
    assertEquals(0.0, points.y().get(0));
    assertTrue(points.x().size() < 1010, points.x().size() + " points");
    assertEquals(0.99999, points.x().get(points.x().size() - 2));
    assertEquals(1.0, points.x().get(points.x().size() - 1));
  }
}
