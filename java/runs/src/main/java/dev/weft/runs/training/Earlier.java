package dev.weft.runs.training;

import dev.weft.train.EpochRecord;
import java.util.List;
import java.util.Optional;

/**
 * What was trained before, where a run goes on; the network has the parameters and Adam's state
 * after the last of these epochs.
 *
 * @param epochs all from the first
 * @param bestParameters those after the epoch with the lowest val_loss, where there is one
 */
public record Earlier(List<EpochRecord> epochs, Optional<float[]> bestParameters) {
  /** Nothing: the run is a new one. */
  public static final Earlier NOTHING = new Earlier(List.of(), Optional.empty());

  public Earlier {
    epochs = List.copyOf(epochs);
  }
}
