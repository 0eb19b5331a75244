package dev.weft.runs.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void allOfItLiesOnOneSideOrNot() {
    Interval interval = new Interval(1, 2);
    assertTrue(interval.isAbove(0.5));
    assertFalse(interval.isAbove(1));
    assertFalse(interval.isAbove(1.5));
    assertTrue(interval.isBelow(2.5));
    assertFalse(interval.isBelow(2));
    assertFalse(interval.isBelow(1.5));
  }

  @Test
  void ofResamplesItIsTheMiddle() {
    double[] resamples = IntStream.rangeClosed(0, 1000).mapToDouble(i -> i).toArray();
    Interval middle = Interval.ofResamples(resamples);
    assertEquals(25, middle.lower(), 1);
    assertEquals(975, middle.upper(), 1);
  }
}
