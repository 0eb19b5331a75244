package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointIntervalTest {
  @ParameterizedTest
  @CsvSource({"5, 5", "007, 7", "' 30s ', 30s", "90s, 90s", "120s, 2m", "2m, 2m", "off, off"})
  void printsAsOptionsSpellIt(String text, String printed) {
    CheckpointInterval interval = CheckpointInterval.parse(text);
    assertEquals(printed, interval.toString());
    assertEquals(interval, CheckpointInterval.parse(printed));
  }

  @Test
  void isEpochsOrATimeOrNever() {
    assertEquals(new CheckpointInterval.Epochs(5), CheckpointInterval.parse("5"));
    assertEquals(
        new CheckpointInterval.Time(Duration.ofSeconds(120)), CheckpointInterval.parse("2m"));
    assertEquals(new CheckpointInterval.Never(), CheckpointInterval.parse(" off"));
    assertEquals(CheckpointInterval.DEFAULT, CheckpointInterval.parse("2s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0s", "-1", "1h", "s", "12345678", "1.5", "on"})
  void refusesOtherTexts(String text) {
    assertThrows(IllegalArgumentException.class, () -> CheckpointInterval.parse(text));
  }

  @Test
  void isAtLeastOneApart() {
    assertThrows(IllegalArgumentException.class, () -> new CheckpointInterval.Epochs(0));
    new CheckpointInterval.Epochs(1);
    assertThrows(
        IllegalArgumentException.class, () -> new CheckpointInterval.Time(Duration.ofMillis(999)));
    new CheckpointInterval.Time(Duration.ofSeconds(1));
  }
}
