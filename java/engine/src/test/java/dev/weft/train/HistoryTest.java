package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static History history(double... valLosses) {
    List<EpochRecord> epochs =
        IntStream.range(0, valLosses.length)
            .mapToObj(i -> new EpochRecord(i + 1, 0.5, 0.75, valLosses[i], 0.7, 0.001f, i, 9))
            .toList();
    return new History(epochs, Optional.empty(), false);
  }

  @Test
  void theBestEpochHasTheLowestValLossTheFirstOfEquals() {
    assertEquals(2, history(0.5, 0.4, 0.4, Double.NaN).best().orElseThrow().epoch());
    assertEquals(2, history(Double.NaN, 0.4).best().orElseThrow().epoch());
    assertTrue(history(Double.NaN).best().isEmpty());
    assertTrue(history().best().isEmpty());
  }

  @Test
  void theTimeOfAnEpochIsTheMedian() {
    assertEquals(1, history(1, 1, 1).secondsPerEpoch());
    assertEquals(1.5, history(1, 1, 1, 1).secondsPerEpoch());
    assertTrue(Double.isNaN(history().secondsPerEpoch()));
  }

  @Test
  void csvHasALineAnEpochAndEmptyFieldsForWhatThereIsNot() {
    EpochRecord full = new EpochRecord(1, 0.5, 0.75, 0.25, 0.875, 0.001f, 0.0625, 0.01);
    EpochRecord bare = new EpochRecord(2, 1e-5, Double.NaN, Double.NaN, Double.NaN, 0.1f, 2, 0);
    History history =
        new History(List.of(full, bare), Optional.of(new StopReason.Requested("stopped")), true);
    assertEquals(
        """
        epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds
        1,0.5,0.75,0.25,0.875,0.001,0.0625
        2,1.0E-5,,,,0.1,2.0
        """,
        history.toCsv());
  }
}
