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

  /** The epoch whose weights count; empty where the training failed. */
  public Optional<EpochRecord> figures() {
    if (failure.isPresent() || epochs.isEmpty()) {
      return Optional.empty();
    }
    return trial.weights() == Weights.LAST
        ? Optional.of(epochs.get(epochs.size() - 1))
        : new History(epochs, Optional.empty(), false).best();
  }
}
