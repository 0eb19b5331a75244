package dev.weft.runs.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures of textbooks and of R, and what intervals are for: to cover what is true. */
class StatisticsTest {
  /** R: t.test(c(1, 2, 4, 8)), sd, quantile. */
  @Test
  void aSampleInFigures() {
    Summary summary = Summary.of(new double[] {4, 1, 8, 2});
    assertEquals(4, summary.count());
    assertEquals(3.75, summary.mean());
    assertEquals(3.095696, summary.standardDeviation(), 1e-6);
    assertEquals(-1.175943, summary.interval().lower(), 1e-5);
    assertEquals(8.675943, summary.interval().upper(), 1e-5);
    assertEquals(1, summary.min());
    assertEquals(1.75, summary.lowerQuartile());
    assertEquals(3, summary.median());
    assertEquals(5, summary.upperQuartile());
    assertEquals(8, summary.max());
  }

  @Test
  void oneValueHasNoSpread() {
    Summary summary = Summary.of(new double[] {0.5});
    assertEquals(0.5, summary.mean());
    assertTrue(Double.isNaN(summary.standardDeviation()));
    assertTrue(Double.isNaN(summary.interval().lower()));
    assertEquals(0.5, summary.median());
  }

  /** min(1, 2 CDF): of 3 coins, 1 or fewer heads have a chance of one half. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "1, 1, 1",
    "2, 1, 1",
    "1, 2, 1",
    "3, 0, 0.25",
    "0, 5, 0.0625",
    "10, 2, 0.0385742",
    "86, 150, 3.7e-05"
  })
  void mcNemarIsTwiceTheSmallerTail(int onlyFirst, int onlySecond, double expected) {
    assertEquals(expected, McNemar.of(onlyFirst, onlySecond).pValue(), expected * 0.01);
  }

  @Test
  void mcNemarCountsWhereOnlyOneIsRight() {
    boolean[] first = {true, true, false, true, false};
    boolean[] second = {true, false, true, false, false};
    McNemar test = McNemar.of(first, second);
    assertEquals(2, test.onlyFirst());
    assertEquals(1, test.onlySecond());
  }

  /** R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"). */
  @Test
  void holmStepsDown() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02},
        Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005}),
        1e-12);
    assertArrayEquals(new double[] {1, 1}, Holm.adjust(new double[] {0.9, 0.7}));
  }

  @Test
  void theSameFiguresGiveTheSameInterval() {
    double[] values = {0.1, 0.4, 0.2, 0.9};
    assertEquals(Bootstrap.overSeeds(values), Bootstrap.overSeeds(values));
    assertEquals(new Interval(3, 3), Bootstrap.overSeeds(new double[] {3, 3, 3}));
  }

  /**
   * Tables are drawn whose true mean is known, with an effect of each row and of each column: an
   * interval of rows alone misses it often, that of both covers it.
   */
  @Test
  void theIntervalOverSeedsAndSamplesCoversTheTruth() {
    SplittableRandom draws = new SplittableRandom(5);
    int tables = 60;
    int covered = 0;
    int coveredByRows = 0;
    for (int i = 0; i < tables; i++) {
      byte[][] table = table(draws, 10, 80);
      Interval both = Bootstrap.overSeedsAndSamples(table);
      covered += both.lower() <= 0.5 && both.upper() >= 0.5 ? 1 : 0;
      Interval rows = Bootstrap.overSeeds(means(table));
      coveredByRows += rows.lower() <= 0.5 && rows.upper() >= 0.5 ? 1 : 0;
    }
    assertTrue(covered >= 54, covered + " of " + tables);
    assertTrue(coveredByRows < 45, coveredByRows + " of " + tables);
  }

  /** Ones and zeros whose chances differ from column to column around 1/2. */
  private static byte[][] table(SplittableRandom draws, int rows, int columns) {
    double[] chances = draws.doubles(columns).toArray();
    byte[][] table = new byte[rows][columns];
    for (byte[] row : table) {
      for (int i = 0; i < columns; i++) {
        row[i] = (byte) (draws.nextDouble() < chances[i] ? 1 : 0);
      }
    }
    return table;
  }

  private static double[] means(byte[][] table) {
    double[] means = new double[table.length];
    for (int i = 0; i < means.length; i++) {
      for (byte value : table[i]) {
        means[i] += value / (double) table[i].length;
      }
    }
    return means;
  }

  @Test
  void aDifferenceDrawsTheSamplesOfBothTablesApart() {
    SplittableRandom draws = new SplittableRandom(9);
    byte[][] first = table(draws, 8, 50);
    byte[][] second = table(draws, 8, 70);
    Interval alone = Bootstrap.overSeedsAndSamples(first);
    Interval difference = Bootstrap.difference(first, second);
    assertTrue(difference.upper() - difference.lower() > alone.upper() - alone.lower());
    assertTrue(difference.lower() < 0 && difference.upper() > 0, difference.toString());
  }
}
