package dev.weft.train;

import dev.weft.model.FiniteValues;
import java.util.Optional;

/**
 * Stops a run as soon as its loss or val_loss is no longer a finite number, or its network has
 * parameters that are none, since nothing can come of it then. The epoch in which that was seen is
 * not in the history.
 */
public final class DivergenceStop implements TrainingListener {
  @Override
  public void progress(TrainingRun run, Progress progress) {
    if (!Double.isFinite(progress.loss())) {
      run.stop(StopReason.Diverged.at(run, progress));
    }
  }

  /**
   * The last step of an epoch can ruin the network without any loss of training telling so. Nor
   * does a loss behind it always tell: a ReLU of minus infinity is 0.
   */
  @Override
  public void epochMeasured(TrainingRun run, EpochRecord record) {
    ruin(run, record).ifPresent(what -> run.stop(StopReason.Diverged.after(run, record, what)));
  }

  private static Optional<String> ruin(TrainingRun run, EpochRecord record) {
    boolean validated = run.validationSamples() > 0;
    double loss = validated ? record.valLoss() : run.lossNow();
    return Double.isFinite(loss)
        ? FiniteValues.fault(run.network().architecture(), run.network().parameters())
        : Optional.of((validated ? "val_loss is " : "the loss is ") + loss);
  }
}
