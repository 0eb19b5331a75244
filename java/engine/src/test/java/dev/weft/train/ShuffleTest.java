package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {
  /** Computed by an independent program from the definition. */
  @Test
  void ordersArePinned() {
    assertArrayEquals(new int[] {7, 3, 4, 6, 9, 0, 8, 2, 5, 1}, Shuffle.order(10, 42, 0));
    assertArrayEquals(new int[] {8, 7, 3, 4, 1, 0, 6, 5, 9, 2}, Shuffle.order(10, 42, 1));
    assertArrayEquals(
        new int[] {8, 3, 1, 9, 4, 6, 0, 5, 7, 2}, Shuffle.order(10, 42 + (1L << 32), 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 32, 1001})
  void everyOrderIsAPermutation(int samples) {
    for (int epoch = 0; epoch < 5; epoch++) {
      int[] sorted = Shuffle.order(samples, 9, epoch);
      Arrays.sort(sorted);
      assertArrayEquals(Shuffle.fileOrder(samples), sorted);
    }
  }

  @Test
  void epochsHaveOrdersOfTheirOwn() {
    assertFalse(Arrays.equals(Shuffle.order(100, 1, 0), Shuffle.order(100, 1, 1)));
    assertFalse(Arrays.equals(Shuffle.order(100, 1, 0), Shuffle.order(100, 2, 0)));
    assertArrayEquals(Shuffle.order(100, 1, 3), Shuffle.order(100, 1, 3));
  }

  @Test
  void fileOrderCounts() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, Shuffle.fileOrder(4));
  }
}
