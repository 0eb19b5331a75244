package dev.weft.train;

import java.util.Optional;

/**
 * The epoch with the lowest val_loss so far. A val_loss improves where it is below the best one
 * minus a least change; NaN never does.
 */
final class BestEpoch {
  private final double minDelta;
  private Optional<EpochRecord> best = Optional.empty();

  BestEpoch(double minDelta) {
    this.minDelta = minDelta;
  }

  /** The best of the epochs before a resumed run; none of a new run's. */
  static BestEpoch before(TrainingRun run, double minDelta) {
    BestEpoch best = new BestEpoch(minDelta);
    run.earlier().forEach(best::improvedBy);
    return best;
  }

  /** Takes an epoch in and says whether it is the new best one. */
  boolean improvedBy(EpochRecord epoch) {
    double bound = best.map(EpochRecord::valLoss).orElse(Double.POSITIVE_INFINITY) - minDelta;
    if (epoch.valLoss() < bound) {
      best = Optional.of(epoch);
      return true;
    }
    return false;
  }

  Optional<EpochRecord> record() {
    return best;
  }

  /** Requires that a run validates, since nothing can be the best otherwise. */
  static void requireValidation(TrainingRun run, String who) {
    if (run.validationSamples() == 0) {
      throw new IllegalArgumentException(
          who
              + " watches val_loss, and nothing is validated: give a validation set or split, or"
              + " leave it out");
    }
  }
}
