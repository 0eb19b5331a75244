package dev.weft.train;

import java.util.Optional;

/**
 * Keeps a copy of the parameters after the epoch with the lowest val_loss, the first of equals, and
 * leaves the network as it is. A new run starts afresh.
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
   * Starts afresh.
   *
   * @throws IllegalArgumentException where the run does not validate
   */
  @Override
  public void trainingStarted(TrainingRun run) {
    BestEpoch.requireValidation(run, "keeping the best weights");
    best = new BestEpoch(minDelta);
    parameters = Optional.empty();
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    if (best.improvedBy(record)) {
      parameters = Optional.of(run.network().parameters());
    }
  }

  /** The best epoch so far; empty where no val_loss was a number. */
  public Optional<EpochRecord> record() {
    return best.record();
  }

  /** The parameters after it, flat as {@link dev.weft.Network#parameters}. */
  public Optional<float[]> parameters() {
    return parameters.map(float[]::clone);
  }
}
