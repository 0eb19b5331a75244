package dev.weft.runs;

import dev.weft.model.ModelFile;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.StopReason;
import java.util.Optional;

/**
 * A model as its training left it.
 *
 * @param run what was trained
 * @param history of the complete epochs, those before a resumed run's first among them
 * @param last the model after the last complete epoch, with the optimizer's state, so that the run
 *     can go on; before the first one as it was at the start
 * @param best the model after the epoch with the lowest val_loss; empty where nothing was validated
 * @param interrupted whether somebody wanted the run to stop before its end
 */
public record TrainedModel(
    ModelRun run, History history, ModelFile last, Optional<Best> best, boolean interrupted) {
  /**
   * The best weights.
   *
   * @param epoch after which the network had them
   */
  public record Best(int epoch, ModelFile model) {
    /** Of parameters after an epoch of a model's training. */
    static Best of(ModelRun run, String backend, EpochRecord epoch, float[] parameters) {
      return new Best(
          epoch.epoch(),
          new ModelFile(run.metadata(backend, epoch.epoch()), parameters, Optional.empty()));
    }
  }

  /** The number of complete epochs. */
  public int epochs() {
    return history.epochs().size();
  }

  /** Whether the loss stopped being a number. */
  public boolean diverged() {
    return history.stopReason().filter(StopReason.Diverged.class::isInstance).isPresent();
  }

  /** Whether it came to its end, so that its figures mean something. */
  public boolean complete() {
    return !interrupted && !diverged();
  }
}
