package dev.weft.runs.training;

import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import java.util.Optional;

/**
 * What the training of a model gave; the network itself has the weights after the last complete
 * epoch.
 *
 * @param history of the complete epochs
 * @param best the epoch with the lowest val_loss and the weights after it; empty where nothing was
 *     validated
 */
public record Trained(History history, Optional<BestEpoch> best) {
  /**
   * The best epoch.
   *
   * @param record what was measured in it
   * @param parameters the network's parameters after it
   */
  public record BestEpoch(EpochRecord record, float[] parameters) {}

  /** Whether the loss stopped being a number. */
  public boolean diverged() {
    return history.stopReason().filter(reason -> reason.startsWith("diverged")).isPresent();
  }
}
