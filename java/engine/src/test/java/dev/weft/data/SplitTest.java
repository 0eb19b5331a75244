package dev.weft.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  /** 100 samples whose one feature is their number: 60 of class 0, 30 of class 1, 10 of class 2. */
  private final Dataset data =
      Dataset.ofPixels(numbers(100), 1)
          .withLabels(
              IntStream.range(0, 100).map(i -> i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2).toArray(),
              List.of("a", "b", "c"));

  private static byte[] numbers(int count) {
    byte[] numbers = new byte[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (byte) i;
    }
    return numbers;
  }

  private static int[] samples(Dataset part) {
    return IntStream.range(0, part.size()).map(i -> part.pixels().get(i)).toArray();
  }

  @Test
  void holdsBackTheLast() {
    Split split = Split.last(data, 30);
    assertArrayEquals(IntStream.range(0, 70).toArray(), samples(split.train()));
    assertArrayEquals(IntStream.range(70, 100).toArray(), samples(split.held()));
    assertEquals(0, Split.last(data, 100).train().size());
    assertThrows(IllegalArgumentException.class, () -> Split.last(data, 101));
    assertThrows(IllegalArgumentException.class, () -> Split.last(data, -1));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.2,20", "0.999,100", "0.001,1", "0.5,50"})
  void holdsBackAFractionAsKerasDoes(double fraction, int held) {
    assertEquals(held, Split.lastFraction(data, fraction).held().size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 2, Double.NaN})
  void refusesOtherFractions(double fraction) {
    assertThrows(IllegalArgumentException.class, () -> Split.lastFraction(data, fraction));
    assertThrows(IllegalArgumentException.class, () -> Split.stratified(data, fraction, 0));
  }

  @Test
  void stratifiedSplitsKeepTheSharesOfTheClasses() {
    Split split = Split.stratified(data, 0.3, 5);
    assertArrayEquals(new int[] {18, 9, 3}, split.held().classCounts());
    assertArrayEquals(new int[] {42, 21, 7}, split.train().classCounts());
    int[] all =
        IntStream.concat(
                Arrays.stream(samples(split.train())), Arrays.stream(samples(split.held())))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, 100).toArray(), all, "each sample is in one part");
  }

  @Test
  void stratifiedSplitsDependOnTheSeedAlone() {
    int[] held = samples(Split.stratified(data, 0.3, 5).held());
    assertArrayEquals(held, samples(Split.stratified(data, 0.3, 5).held()));
    assertFalse(Arrays.equals(held, samples(Split.stratified(data, 0.3, 6).held())));
  }
}
