package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartTimeTest {
  @Test
  void aClockThatWasSetBackMakesNoDurationNegative() {
    long anHourAgo = System.nanoTime() - Duration.ofHours(1).toNanos();
    StartTime start = new StartTime(Instant.now().plus(Duration.ofDays(1)), anHourAgo);
    assertTrue(start.seconds() >= 3600 && start.seconds() < 3700, "" + start.seconds());
  }
}
