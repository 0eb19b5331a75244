package dev.weft.train;

import dev.weft.ModelFileException;
import dev.weft.model.CheckpointFile;
import dev.weft.model.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A training as it stood after an epoch, as much as it takes to go on and to end bitwise where the
 * unbroken one ends ({@link Trainer#resume}): parameters and Adam's state; the epochs, from which
 * early stopping learns where it was; the best parameters. Orders and dropout masks follow from the
 * seed and the number of the epoch. In a file it is a model that anything reads which reads models.
 *
 * @param model the parameters after the last of the epochs, with Adam's state
 * @param epochs all from the first
 * @param bestParameters those with the lowest val_loss, flat; empty where nothing was validated
 */
public record TrainingCheckpoint(
    ModelFile model, List<EpochRecord> epochs, Optional<float[]> bestParameters) {
  private static final int COLUMNS = 8;

  public TrainingCheckpoint {
    epochs = List.copyOf(epochs);
  }

  /**
   * Writes it. The file is whole or, where writing fails, as it was.
   *
   * @throws ModelFileException where it cannot be written
   */
  public void save(Path file) {
    List<double[]> rows = epochs.stream().map(TrainingCheckpoint::row).toList();
    new CheckpointFile(model, bestParameters, rows, COLUMNS).save(file);
  }

  /**
   * Reads one.
   *
   * @throws ModelFileException where it cannot be read, is damaged or is none
   */
  public static TrainingCheckpoint read(Path file) {
    CheckpointFile read = CheckpointFile.read(file, COLUMNS);
    List<EpochRecord> epochs = new ArrayList<>();
    for (double[] row : read.history()) {
      EpochRecord epoch = epoch(row);
      epochs.add(epoch);
      if (epoch.epoch() != epochs.size()) {
        throw new ModelFileException(
            "cannot read the checkpoint " + file + ": its epoch " + epochs.size() + " is missing");
      }
    }
    return new TrainingCheckpoint(read.model(), epochs, read.best());
  }

  private static double[] row(EpochRecord epoch) {
    return new double[] {
      epoch.epoch(),
      epoch.loss(),
      epoch.accuracy(),
      epoch.valLoss(),
      epoch.valAccuracy(),
      epoch.learningRate(),
      epoch.seconds(),
      epoch.validationSeconds()
    };
  }

  private static EpochRecord epoch(double[] row) {
    return new EpochRecord(
        (int) row[0], row[1], row[2], row[3], row[4], (float) row[5], row[6], row[7]);
  }
}
