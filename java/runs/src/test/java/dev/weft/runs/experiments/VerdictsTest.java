package dev.weft.runs.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final int T_SHIRT = 0;
  private static final int PULLOVER = 2;
  private static final int COAT = 4;
  private static final int SANDAL = 5;
  private static final int SHIRT = 6;
  private static final int SNEAKER = 7;

  @Test
  void theStudysOrderHoldsOnlyWhereBothStepsDo() {
    assertTrue(Verdicts.order(Outcomes.of(0.868, 0.994, 0.991, 0)).holds());
    assertFalse(Verdicts.order(Outcomes.of(0.868, 0.991, 0.994, 0)).holds());
    assertFalse(Verdicts.order(Outcomes.of(0.868, 0.991, 0.991, 0)).holds());
    assertFalse(Verdicts.order(Outcomes.of(0.995, 0.994, 0.991, 0)).holds());
  }

  @Test
  void validationIsCloseWithinTwoPoints() {
    assertTrue(Verdicts.validationIsClose(Outcomes.of(0.86, 0.99, 0.98, 0.019)).holds());
    assertTrue(Verdicts.validationIsClose(Outcomes.of(0.86, 0.99, 0.98, -0.019)).holds());
    assertFalse(Verdicts.validationIsClose(Outcomes.of(0.86, 0.99, 0.98, 0.022)).holds());
  }

  @Test
  void theStudysPairsMustBeAmongTheFirst() {
    int[][] asTheStudySays = {
      {SHIRT, T_SHIRT, 9}, {SHIRT, PULLOVER, 8}, {COAT, PULLOVER, 7}, {SANDAL, SNEAKER, 1}
    };
    assertTrue(Verdicts.mostConfused(Outcomes.withMistakes(asTheStudySays)).holds());
    int[][] withoutCoats = {{SHIRT, T_SHIRT, 9}, {SHIRT, PULLOVER, 8}, {SANDAL, SNEAKER, 7}};
    Verdict verdict = Verdicts.mostConfused(Outcomes.withMistakes(withoutCoats));
    assertFalse(verdict.holds());
    assertTrue(verdict.details().contains("Pullover with Coat: never"), verdict.toString());
    int[][] otherWayRound = {{T_SHIRT, SHIRT, 9}, {SHIRT, PULLOVER, 8}, {COAT, PULLOVER, 7}};
    assertFalse(Verdicts.mostConfused(Outcomes.withMistakes(otherWayRound)).holds());
    int[][] lateCoats = {
      {SHIRT, T_SHIRT, 9},
      {SHIRT, PULLOVER, 8},
      {0, 1, 7},
      {0, 3, 7},
      {1, 0, 7},
      {1, 3, 7},
      {PULLOVER, COAT, 1}
    };
    assertFalse(Verdicts.mostConfused(Outcomes.withMistakes(lateCoats)).holds());
  }

  @Test
  void verdictsFitATerminal() {
    for (Verdict verdict : Verdicts.of(Outcomes.of(0.868, 0.994, 0.991, 0.009))) {
      assertTrue(verdict.claim().length() <= 87, verdict.claim());
      verdict.details().forEach(line -> assertTrue(line.length() <= 87, line));
    }
    assertEquals(3, Verdicts.of(Outcomes.of(0.868, 0.994, 0.991, 0.009)).size());
  }
}
