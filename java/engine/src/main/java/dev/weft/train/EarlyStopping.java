package dev.weft.train;

import java.util.Optional;

/**
 * Stops a run when val_loss has not improved for some epochs, as Keras does. An epoch improves
 * where its val_loss is below the best one so far minus {@code minDelta}; the run stops at the
 * {@code patience}-th epoch in a row without improvement. A new run starts afresh, a resumed one
 * where its earlier epochs had led.
 */
public final class EarlyStopping implements TrainingListener {
  private final int patience;
  private final double minDelta;
  private final boolean restoreBest;
  private final BestWeights bestWeights;
  private BestEpoch best;
  private int waited;

  private EarlyStopping(int patience, double minDelta, boolean restoreBest) {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "the patience of early stopping is 1 or more epochs, not " + patience);
    }
    if (!(minDelta >= 0 && minDelta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "min_delta of early stopping is finite and not negative, not " + minDelta);
    }
    this.patience = patience;
    this.minDelta = minDelta;
    this.restoreBest = restoreBest;
    this.bestWeights = new BestWeights(minDelta);
    this.best = new BestEpoch(minDelta);
  }

  /**
   * Stops at the {@code patience}-th epoch without improvement, however small an improvement is,
   * and leaves the network with its last parameters.
   *
   * @param patience epochs, at least 1
   */
  public static EarlyStopping patience(int patience) {
    return new EarlyStopping(patience, 0, false);
  }

  /** The same, where only improvements by more than {@code minDelta} count. */
  public EarlyStopping minDelta(double minDelta) {
    return new EarlyStopping(patience, minDelta, restoreBest);
  }

  /**
   * The same, which at the end of every run, stopped early or not, gives the network the parameters
   * of the best epoch. Adam's state stays that of the last step. Not for resumed runs: parameters
   * of their earlier epochs are not known.
   */
  public EarlyStopping restoreBest() {
    return new EarlyStopping(patience, minDelta, true);
  }

  /**
   * Starts afresh, or goes on after a resumed run's earlier epochs.
   *
   * @throws IllegalArgumentException where the run does not validate, or is resumed and the best
   *     parameters are to be restored
   */
  @Override
  public void trainingStarted(TrainingRun run) {
    BestEpoch.requireValidation(run, "early stopping");
    if (restoreBest && !run.earlier().isEmpty()) {
      throw new IllegalArgumentException(
          "early stopping cannot restore parameters from before a resumed run: leave restoreBest"
              + " out, and keep them with BestWeights or a checkpoint");
    }
    best = new BestEpoch(minDelta);
    waited = 0;
    bestWeights.trainingStarted(run);
    run.earlier().forEach(record -> count(run, record));
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    if (restoreBest) {
      bestWeights.epochEnded(run, record);
    }
    count(run, record);
  }

  private void count(TrainingRun run, EpochRecord record) {
    waited = best.improvedBy(record) ? 0 : waited + 1;
    if (waited >= patience) {
      run.stop(StopReason.EarlyStopped.after(waited, best.record()));
    }
  }

  @Override
  public void trainingEnded(TrainingRun run, History history) {
    if (restoreBest) {
      bestWeights.parameters().ifPresent(run.network()::parameters);
    }
  }

  /** The best epoch so far; empty where no val_loss was a number. */
  public Optional<EpochRecord> best() {
    return best.record();
  }
}
