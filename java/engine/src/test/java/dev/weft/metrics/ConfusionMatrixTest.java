package dev.weft.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  private static final List<String> NAMES = List.of("ankle boot", "bag", "coat");
  private final ConfusionMatrix matrix =
      ConfusionMatrix.of(
          NAMES, new int[] {0, 0, 0, 1, 1, 2, 2, 2}, new int[] {0, 1, 1, 1, 0, 2, 0, 2});

  @Test
  void countsPairsWithTheTruthInRows() {
    assertArrayEquals(new long[][] {{1, 2, 0}, {1, 1, 0}, {1, 0, 2}}, matrix.counts());
    assertEquals(2, matrix.count(0, 1));
    assertEquals(8, matrix.total());
    assertEquals(4, matrix.correct());
  }

  @Test
  void handsOutCopies() {
    matrix.counts()[0][0] = 99;
    assertEquals(1, matrix.count(0, 0));
  }

  @Test
  void listsMistakesByFrequencyThenByClass() {
    assertEquals(
        List.of(
            new Confusion("ankle boot", "bag", 2),
            new Confusion("bag", "ankle boot", 1),
            new Confusion("coat", "ankle boot", 1)),
        matrix.mostConfused(10));
    assertEquals(1, matrix.mostConfused(1).size());
    assertEquals(List.of(), matrix.mostConfused(0));
  }

  @Test
  void writesCsvAndQuotesNamesThatNeedIt() {
    ConfusionMatrix named =
        ConfusionMatrix.of(List.of("a,b", "say \"c\""), new int[] {0, 1}, new int[] {1, 1});
    assertEquals(
        """
        truth,"a,b","say ""c\"""
        "a,b",0,1
        "say ""c""\",0,1
        """,
        named.toCsv());
  }

  @Test
  void numbersClassesThatHaveNoNames() {
    assertEquals(
        List.of("0", "1"), new ConfusionMatrix(List.of(), new long[] {1, 2, 3, 4}).classNames());
  }

  @Test
  void refusesClassesAndCountsThatDoNotFit() {
    int[] one = {0};
    assertMessage("but 2 predicted", () -> ConfusionMatrix.of(NAMES, one, new int[] {0, 1}));
    assertMessage(
        "predicted class 3 of sample 0", () -> ConfusionMatrix.of(NAMES, one, new int[] {3}));
    assertMessage(
        "true class -1 of sample 0", () -> ConfusionMatrix.of(NAMES, new int[] {-1}, one));
    assertMessage("not a square", () -> new ConfusionMatrix(List.of(), new long[3]));
    assertMessage("3 class names", () -> new ConfusionMatrix(NAMES, new long[4]));
  }

  private static void assertMessage(String part, Runnable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
