package dev.weft.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final List<String> said = new ArrayList<>();

  @Test
  void workThatStopsAtOnceIsNotSpokenOf() {
    Interruption interruption = new Interruption(said::add, LONG, LONG);
    interruption.guard();
    interruption.during(reason -> interruption.finish());
    interruption.requestAndWait();
    assertEquals(List.of(), said);
    assertTrue(interruption.requested());
  }

  @Test
  void workThatTakesLongerIsAnnouncedAndWaitedFor() {
    Interruption[] own = new Interruption[1];
    Interruption interruption =
        new Interruption(
            words -> {
              said.add(words);
              own[0].finish();
            },
            Duration.ZERO,
            LONG);
    own[0] = interruption;
    interruption.guard();
    interruption.requestAndWait();
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).startsWith("stopping: "), said.get(0));
    assertTrue(said.get(0).contains("600 s at most"), said.get(0));
    assertTrue(said.get(0).contains("kill -9 " + ProcessHandle.current().pid()), said.get(0));
  }

  @Test
  void workThatDoesNotStopIsGivenUpInWords() {
    Interruption interruption = new Interruption(said::add, Duration.ZERO, Duration.ZERO);
    interruption.guard();
    interruption.requestAndWait();
    assertEquals(2, said.size(), said.toString());
    assertEquals(
        "it did not stop within 0 s; ended, only what a checkpoint has is kept", said.get(1));
  }

  @Test
  void whereNothingIsGuardedNothingIsWaitedFor() {
    Interruption interruption = new Interruption(said::add, Duration.ZERO, LONG);
    interruption.requestAndWait();
    assertEquals(List.of(), said);
  }
}
