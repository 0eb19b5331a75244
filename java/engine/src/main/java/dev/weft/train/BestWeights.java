package dev.weft.train;

import java.util.Optional;

/**
 * Keeps a copy of the parameters after the epoch with the lowest val_loss, the first of equals, and
 * leaves the network as it is. A new run starts afresh; a resumed one is held against its earlier
 * epochs, whose parameters are not known.
 */
public final class BestWeights implements TrainingListener {
  private final double minDelta;
  private BestEpoch best;
  private Optional<float[]> parameters = Optional.empty();

  public BestWeights() {
    this(0);
  }

  /** Takes only improvements by more than {@code minDelta}. */
  BestWeights(double minDelta) {
    this.minDelta = minDelta;
    this.best = new BestEpoch(minDelta);
  }

  /**
   * Starts afresh, or after the best of a resumed run's earlier epochs.
   *
   * @throws IllegalArgumentException where the run does not validate
   */
  @Override
  public void trainingStarted(TrainingRun run) {
    BestEpoch.requireValidation(run, "keeping the best weights");
    best = BestEpoch.before(run, minDelta);
    parameters = Optional.empty();
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    if (best.improvedBy(record)) {
      // A wide network's old parameters make room for the new ones.
      parameters = Optional.empty();
      parameters = Optional.of(run.network().parameters());
    }
  }

  /** The best epoch so far; empty where no val_loss was a number. */
  public Optional<EpochRecord> record() {
    return best.record();
  }

  /**
   * The parameters after it, flat as {@link dev.weft.Network#parameters}; empty where there is no
   * best epoch, or it lies before a resumed run.
   */
  public Optional<float[]> parameters() {
    return parameters.map(float[]::clone);
  }

  /**
   * The same, not copied: for whoever only reads them. A later best epoch has an array of its own.
   */
  public Optional<float[]> sharedParameters() {
    return parameters;
  }
}
