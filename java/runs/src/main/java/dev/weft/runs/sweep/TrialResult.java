package dev.weft.runs.sweep;

import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import java.util.List;
import java.util.Optional;

/**
 * What a training of a search came to.
 *
 * @param epochs the complete ones; of one that diverged those before
 * @param failure why it has no figures, in words
 */
public record TrialResult(Trial trial, List<EpochRecord> epochs, Optional<String> failure) {
  public TrialResult {
    epochs = List.copyOf(epochs);
  }

  /** The epoch with the lowest val_loss; empty where the training failed. */
  public Optional<EpochRecord> best() {
    return failure.isPresent()
        ? Optional.empty()
        : new History(epochs, Optional.empty(), false).best();
  }
}
