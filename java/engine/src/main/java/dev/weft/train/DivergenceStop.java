package dev.weft.train;

/**
 * Stops a run as soon as its loss or val_loss is no longer a finite number, since nothing can come
 * of it then. The epoch in which that was seen is not in the history.
 */
public final class DivergenceStop implements TrainingListener {
  @Override
  public void progress(TrainingRun run, Progress progress) {
    if (!Double.isFinite(progress.loss())) {
      run.stop(StopReason.Diverged.at(run, progress));
    }
  }

  /** The last step of an epoch can ruin the network without any loss of training telling so. */
  @Override
  public void epochMeasured(TrainingRun run, EpochRecord record) {
    if (run.validationSamples() > 0 && !Double.isFinite(record.valLoss())) {
      run.stop(StopReason.Diverged.after(record));
    }
  }
}
