package dev.weft.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PhiloxTest {
  /** The known answers for philox4x32-10 in the file kat_vectors of the authors' Random123. */
  @Test
  void givesTheAuthorsKnownAnswers() {
    assertArrayEquals(
        words(0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L), generate(0, 0, 0, 0, 0));
    assertArrayEquals(
        words(0x408f276dL, 0x41c83b0eL, 0xa20bc7c6L, 0x6d5451fdL), generate(-1, -1, -1, -1, -1));
    assertArrayEquals(
        words(0xd16cfe09L, 0x94fdccebL, 0x5001e420L, 0x24126ea1L),
        generate(0x299f31d0a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
  }

  private static int[] words(long... words) {
    int[] ints = new int[words.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) words[i];
    }
    return ints;
  }

  private static int[] generate(long key, int c0, int c1, int c2, int c3) {
    int[] out = new int[4];
    Philox.generate(key, c0, c1, c2, c3, out);
    return out;
  }

  @Test
  void aNumberDependsOnItsIndexAndNotOnTheOrderOfCalls() {
    Philox forwards = new Philox(7, 1, 2, 3);
    Philox backwards = new Philox(7, 1, 2, 3);
    int[] seen = new int[23];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = forwards.bits(i);
    }
    for (int i = seen.length - 1; i >= 0; i--) {
      assertEquals(seen[i], backwards.bits(i), "index " + i);
    }
  }

  @Test
  void seedStreamStepAndPurposeAllCount() {
    int bits = new Philox(7, 1, 2, 3).bits(0);
    assertNotEquals(bits, new Philox(8, 1, 2, 3).bits(0));
    assertNotEquals(bits, new Philox(7 + (1L << 32), 1, 2, 3).bits(0));
    assertNotEquals(bits, new Philox(7, 2, 2, 3).bits(0));
    assertNotEquals(bits, new Philox(7, 1, 3, 3).bits(0));
    assertNotEquals(bits, new Philox(7, 1, 2, 4).bits(0));
  }

  @Test
  void uniformNumbersLieInTheirRangeAndHaveTheirMean() {
    Philox philox = new Philox(1, 0, 0, Philox.KERNEL);
    int n = 10_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float u = philox.uniform(i);
      assertTrue(u >= 0 && u < 1);
      sum += u;
    }
    // Five standard errors: 5 * sqrt(1 / 12 / n).
    assertEquals(0.5, sum / n, 0.0145);
  }

  @Test
  void numbersBelowABoundReachAllOfItAndNothingElse() {
    Philox philox = new Philox(1, 0, 0, Philox.SHUFFLE);
    boolean[] seen = new boolean[7];
    for (int i = 0; i < 200; i++) {
      seen[philox.below(i, 7)] = true;
    }
    assertArrayEquals(new boolean[] {true, true, true, true, true, true, true}, seen);
    assertEquals(0, philox.below(0, 1));
    assertTrue(philox.below(1, Integer.MAX_VALUE) >= 0);
  }
}
