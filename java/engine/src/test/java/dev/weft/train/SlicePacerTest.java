package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SlicePacerTest {
  private final SlicePacer pacer = new SlicePacer(0.1);

  @Test
  void startsSmallAndGrowsByAtMostEight() {
    assertEquals(4, pacer.next(1000));
    pacer.trained(4, 1e-6);
    assertEquals(32, pacer.next(1000));
    pacer.trained(32, 1e-6);
    assertEquals(256, pacer.next(1000));
  }

  @Test
  void aimsAtItsTime() {
    pacer.trained(4, 0.02);
    assertEquals(20, pacer.next(1000));
    pacer.trained(20, 0.4);
    assertEquals(5, pacer.next(1000));
  }

  @Test
  void takesAtLeastOneStepAndNoMoreThanAreLeft() {
    pacer.trained(4, 60);
    assertEquals(1, pacer.next(1000));
    pacer.trained(1, 0.01);
    assertEquals(3, pacer.next(3));
  }

  @Test
  void theShortSliceAtAnEpochsEndDoesNotSlowTheNext() {
    pacer.trained(4, 0.01);
    assertEquals(32, pacer.next(1000));
    pacer.trained(1, 0.01);
    assertEquals(32, pacer.next(1000));
  }
}
