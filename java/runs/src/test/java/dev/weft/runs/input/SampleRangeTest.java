package dev.weft.runs.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.data.Dataset;
import dev.weft.train.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRangeTest {
  @Test
  void readsWhatItPrints() {
    assertEquals(new SampleRange(0, 3200), SampleRange.parse("0:3200"));
    assertEquals("7:9", new SampleRange(7, 9).toString());
    assertThrows(SpecException.class, () -> new SampleRange(0, 10).requireWithin(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5:5", "-1:5", "1:2:3", ":", "a:b"})
  void refusesOtherTexts(String text) {
    assertThrows(IllegalArgumentException.class, () -> SampleRange.parse(text));
  }

  @Test
  void takesTheSamplesFromOneUpToBeforeTheOther() {
    Dataset samples = Dataset.ofValues(new float[] {0, 1, 2, 3, 4}, 1);
    SampleRange range = new SampleRange(1, 4);
    assertEquals(3, range.size());
    Dataset taken = range.of(samples);
    assertEquals(3, taken.size());
    assertEquals(1, taken.values().get(0));
    new SampleRange(0, 5).requireWithin(5);
    assertThrows(SpecException.class, () -> new SampleRange(3, 6).of(samples));
  }
}
