package dev.weft.runs;

import dev.weft.AdamState;
import dev.weft.model.ModelFile;
import dev.weft.train.EpochRecord;
import dev.weft.train.TrainingCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The checkpoints of a run in its folder. One that cannot be written is said, and the training goes
 * on; those before it stay.
 */
public final class Checkpoints {
  /** How many of each model are kept where nothing else is asked for: the last may be damaged. */
  public static final int KEEP = 2;

  /** The fact of a checkpoint that describes its run. */
  static final String RUN = "run";

  private final RunFolder folder;
  private final CheckpointInterval interval;
  private final int keep;
  private final String description;
  private final Consumer<String> warn;

  /**
   * Checkpoints of a run.
   *
   * @param keep how many of each model stay, at least 1
   * @param warn takes words for people
   */
  public Checkpoints(
      RunFolder folder,
      CheckpointInterval interval,
      int keep,
      RunDescription description,
      Consumer<String> warn) {
    this.folder = folder;
    this.interval = interval;
    this.keep = keep;
    this.description = Json.line(description);
    this.warn = warn;
  }

  CheckpointInterval interval() {
    return interval;
  }

  /** The state of a model's training after an epoch. */
  TrainingCheckpoint of(
      ModelRun model,
      String backend,
      List<EpochRecord> epochs,
      float[] parameters,
      AdamState optimizerState,
      Optional<float[]> best) {
    ModelFile file =
        new ModelFile(
            model.metadata(backend, epochs.size()).with(RUN, description),
            parameters,
            Optional.of(optimizerState));
    return new TrainingCheckpoint(file, epochs, best);
  }

  /** Writes one and removes those that are no longer kept; whether it is there. */
  boolean write(String model, TrainingCheckpoint checkpoint) {
    int epoch = checkpoint.epochs().size();
    try {
      checkpoint.save(folder.checkpoint(model, epoch));
      List<Path> all = RunContents.checkpoints(folder.written(), model);
      for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
        Files.deleteIfExists(old);
      }
      return true;
    } catch (IOException e) {
      return failed(epoch, e.toString());
    } catch (UncheckedIOException e) {
      return failed(epoch, e.getCause().getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      return failed(epoch, String.valueOf(e.getMessage()));
    }
  }

  private boolean failed(int epoch, String why) {
    warn.accept("no checkpoint after epoch " + epoch + "; the training goes on: " + why);
    return false;
  }
}
