package dev.weft.train;

import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import java.nio.file.Path;

/**
 * Writes a model file at each epoch with the lowest val_loss so far, whole or not at all, with
 * {@code epoch} and {@code val_loss} among its metadata. A new run starts afresh and replaces the
 * file at its first epoch, a resumed one at the first that is better than all before.
 */
public final class BestModelCheckpoint implements TrainingListener {
  private final Path file;
  private final ModelMetadata metadata;
  private final boolean withAdamState;
  private BestEpoch best = new BestEpoch(0);

  /**
   * Writes to {@code file}.
   *
   * @param metadata of the network that is trained
   * @param withAdamState whether Adam's state is written too, to resume from there
   */
  public BestModelCheckpoint(Path file, ModelMetadata metadata, boolean withAdamState) {
    this.file = file;
    this.metadata = metadata;
    this.withAdamState = withAdamState;
  }

  /**
   * Starts afresh, or after the best of a resumed run's earlier epochs.
   *
   * @throws IllegalArgumentException where the run does not validate
   */
  @Override
  public void trainingStarted(TrainingRun run) {
    BestEpoch.requireValidation(run, "the best-model checkpoint");
    best = BestEpoch.before(run, 0);
  }

  /**
   * Writes the file where the epoch is the best one.
   *
   * @throws dev.weft.ModelFileException where it cannot be written
   */
  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    if (best.improvedBy(record)) {
      ModelFile.save(file, run.network(), withEpoch(record), withAdamState);
    }
  }

  private ModelMetadata withEpoch(EpochRecord record) {
    return metadata
        .with("epoch", Integer.toString(record.epoch()))
        .with("val_loss", Double.toString(record.valLoss()));
  }
}
