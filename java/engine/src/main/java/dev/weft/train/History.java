package dev.weft.train;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a training run gave.
 *
 * @param epochs the complete epochs in order, of a resumed run also those before; where a run was
 *     stopped inside an epoch, that one is not among them, although the network has its updates
 * @param stopReason why the run stopped before its last epoch; empty where it did not
 * @param interrupted whether it ended inside an epoch
 */
public record History(
    List<EpochRecord> epochs, Optional<StopReason> stopReason, boolean interrupted) {
  public History {
    epochs = List.copyOf(epochs);
  }

  /** The epoch with the lowest val_loss, the first of equals; empty where nothing was validated. */
  public Optional<EpochRecord> best() {
    return epochs.stream()
        .filter(epoch -> !Double.isNaN(epoch.valLoss()))
        .min(Comparator.comparingDouble(EpochRecord::valLoss));
  }

  /** The median of the epochs' training seconds; NaN where no epoch was completed. */
  public double secondsPerEpoch() {
    double[] sorted = epochs.stream().mapToDouble(EpochRecord::seconds).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** A CSV table with a line an epoch; figures that do not exist are empty. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder(EpochRecord.CSV_HEADER).append('\n');
    epochs.forEach(epoch -> csv.append(epoch.toCsv()).append('\n'));
    return csv.toString();
  }
}
