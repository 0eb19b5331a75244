package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopReasonTest {
  @Test
  void comesBackFromResultsAsItWas() {
    for (StopReason reason :
        List.of(
            new StopReason.EarlyStopped("a"),
            new StopReason.Diverged("b"),
            new StopReason.Requested("c"),
            new StopReason.Failed("d"))) {
      assertEquals(reason, StopReason.of(Optional.of(reason.kind()), reason.words()));
    }
    assertThrows(
        IllegalArgumentException.class, () -> StopReason.of(Optional.of("bored"), "words"));
  }

  /** Results of before had words alone. */
  @Test
  void isKnownByItsWordsWhereNothingElseSaysIt() {
    for (StopReason reason :
        List.of(
            new StopReason.EarlyStopped("early stopping: val_loss"),
            new StopReason.Diverged("diverged: the loss is NaN"),
            new StopReason.Failed("failed: no memory"),
            new StopReason.Requested("interrupted"))) {
      assertEquals(reason, StopReason.of(Optional.empty(), reason.words()));
    }
  }
}
