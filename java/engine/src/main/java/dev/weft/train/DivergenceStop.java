package dev.weft.train;

/**
 * Stops a run as soon as its loss is no longer a finite number, since nothing can come of it then.
 * The partial epoch is not in the history.
 */
public final class DivergenceStop implements TrainingListener {
  @Override
  public void progress(TrainingRun run, Progress progress) {
    if (!Double.isFinite(progress.loss())) {
      run.stop(StopReason.Diverged.at(progress));
    }
  }
}
