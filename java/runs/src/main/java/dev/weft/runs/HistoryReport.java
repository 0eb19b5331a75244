package dev.weft.runs;

import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A history as results name it.
 *
 * @param secondsPerEpoch the median
 * @param bestEpoch the epoch with the lowest val_loss
 * @param stopReason why it stopped before its last epoch, in words
 * @param stopKind the kind of reason: early_stopping, diverged, requested or failed
 * @param interrupted whether the last epoch was cut short; it is not among the epochs then
 */
public record HistoryReport(
    List<EpochRecord> epochs,
    double secondsPerEpoch,
    Optional<Integer> bestEpoch,
    Optional<String> stopReason,
    Optional<String> stopKind,
    boolean interrupted) {
  /** Of a training run. */
  public static HistoryReport of(History history) {
    return new HistoryReport(
        history.epochs(),
        history.secondsPerEpoch(),
        history.best().map(EpochRecord::epoch),
        history.stopReason().map(StopReason::words),
        history.stopReason().map(StopReason::kind),
        history.interrupted());
  }

  /**
   * The epochs of a document, which must be all from the first.
   *
   * @throws RunException where they are not
   */
  public static List<EpochRecord> epochs(JsonField list) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (JsonField epoch : list.elements()) {
      EpochRecord record =
          new EpochRecord(
              (int) epoch.member("epoch").number(),
              epoch.member("loss").number(),
              epoch.member("accuracy").number(),
              epoch.member("val_loss").number(),
              epoch.member("val_accuracy").number(),
              (float) epoch.member("learning_rate").number(),
              epoch.member("seconds").number(),
              epoch.member("validation_seconds").number());
      if (record.epoch() != epochs.size() + 1) {
        throw epoch.member("epoch").wrong("is not " + (epochs.size() + 1));
      }
      epochs.add(record);
    }
    return epochs;
  }
}
