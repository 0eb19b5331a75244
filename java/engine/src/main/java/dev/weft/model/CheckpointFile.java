package dev.weft.model;

import dev.weft.ModelFileException;
import dev.weft.nn.Architecture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model file that a training can go on from: beside parameters and Adam's state it has the table
 * {@code history} [epochs, columns] in float64, and the parameters with the lowest val_loss as
 * {@code best.dense0.kernel}... Whoever reads it as a model gets the last parameters.
 *
 * @param model the last parameters, with Adam's state
 * @param best the parameters with the lowest val_loss, flat; empty where there are none
 * @param history a row an epoch
 * @param columns the length of each row
 */
public record CheckpointFile(
    ModelFile model, Optional<float[]> best, List<double[]> history, int columns) {
  /** The most epochs that a file is read with. */
  private static final long MOST_ROWS = 1 << 24;

  /**
   * Writes it. The file is whole or, where writing fails, as it was.
   *
   * @throws ModelFileException where it cannot be written
   */
  public void save(Path file) {
    List<WrittenTensor> further = new ArrayList<>();
    further.add(new DoubleTensor(TensorMatch.HISTORY, history, columns));
    best.ifPresent(flat -> further.addAll(model.tensors(TensorMatch.BEST, flat)));
    model.save(file, further);
  }

  /**
   * Reads one, whose rows have {@code columns} values each.
   *
   * @throws ModelFileException where it cannot be read, is damaged or is none
   */
  public static CheckpointFile read(Path file, int columns) {
    try (Safetensors tensors = Safetensors.open(file)) {
      ModelFile model = ModelFile.read(tensors);
      if (model.adamState().isEmpty()) {
        throw new IllegalArgumentException("it is no checkpoint: it lacks Adam's state");
      }
      List<double[]> history = history(tensors, columns);
      Architecture architecture = model.metadata().architecture();
      Optional<float[]> best = Optional.empty();
      if (tensors.header().hasPrefix(TensorMatch.BEST)) {
        TensorMatch.require(tensors.header(), architecture, List.of("", TensorMatch.BEST));
        best = Optional.of(ModelFile.flat(tensors, architecture, TensorMatch.BEST));
      }
      tensors.requireChecksum();
      return new CheckpointFile(model, best, history, columns);
    } catch (IllegalArgumentException e) {
      throw ModelFileErrors.damaged(file, e.getMessage());
    }
  }

  private static List<double[]> history(Safetensors tensors, int columns) {
    TensorEntry table = tensors.header().tensors().get(TensorMatch.HISTORY);
    if (table == null) {
      throw new IllegalArgumentException(
          "it is no checkpoint: it has no tensor " + TensorMatch.HISTORY);
    }
    if (!table.dtype().equals(FloatType.F64.name())
        || table.shape().size() != 2
        || table.shape().get(1) != columns
        || table.shape().get(0) > MOST_ROWS) {
      throw new IllegalArgumentException(
          "tensor "
              + table.name()
              + " is "
              + table.dtype()
              + " "
              + table.shape()
              + ", expected F64 [epochs, "
              + columns
              + "]");
    }
    return tensors.rows(table, columns);
  }
}
