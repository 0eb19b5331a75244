package dev.weft.interchange;

import dev.weft.ModelFileException;
import dev.weft.interchange.keras.KerasImport;
import dev.weft.interchange.tensors.TensorImport;
import dev.weft.model.ModelFile;
import dev.weft.model.TensorFile;
import dev.weft.nn.Architecture;
import dev.weft.text.Format;
import dev.weft.train.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the model files of other frameworks. */
public final class ModelImport {
  /** A model at the limit of what is read takes a few seconds. */
  private static final long MAX_SECONDS = 60;

  private ModelImport() {}

  /**
   * Reads a file, whatever its name.
   *
   * @throws ModelFileException where it cannot be read, is damaged, or holds what is not supported;
   *     the message names it
   * @throws SpecException where the hints contradict the file, or another is needed
   */
  public static ForeignModel read(Path file, ImportHints hints) {
    try {
      return switch (FileKind.of(file)) {
        case SAFETENSORS -> TensorImport.read(file, hints);
        case HDF5 -> BoundedRead.call(() -> KerasImport.hdf5(file, hints), MAX_SECONDS);
        case ZIP -> BoundedRead.call(() -> KerasImport.archive(file, hints), MAX_SECONDS);
      };
    } catch (SpecException e) {
      throw e;
    } catch (IllegalArgumentException | IOException e) {
      throw new ModelFileException("cannot import " + file + ": " + Format.excerpt(reason(e)), e);
    }
  }

  /**
   * Reads the parameters alone, into a network that is known already: from any file that {@link
   * #read} takes, or one with the tensors of Weft's own names.
   *
   * @param notes takes what has to be said about them
   * @return flat, in the order of {@link Architecture#tensors}
   * @throws ModelFileException where it cannot be read, or is of a network with other widths
   * @throws SpecException where the names of its layers do not tell their order
   */
  public static float[] parameters(Path file, Architecture expected, List<Note> notes) {
    if (hasOwnNames(file, expected)) {
      return ModelFile.readParameters(file, expected);
    }
    ForeignModel model = read(file, ImportHints.none());
    if (!model.architecture().widths().equals(expected.widths())) {
      throw new ModelFileException(
          "cannot import "
              + file
              + ": it is of a network with the layers "
              + model.architecture().widths()
              + ", expected "
              + expected.widths());
    }
    model.notes().stream().filter(note -> note.settledBy().isEmpty()).forEach(notes::add);
    return model.parameters();
  }

  private static boolean hasOwnNames(Path file, Architecture expected) {
    try {
      if (FileKind.of(file) != FileKind.SAFETENSORS) {
        return false;
      }
    } catch (IllegalArgumentException | IOException e) {
      // Whatever it is, read says so.
      return false;
    }
    String first = expected.tensors().get(0).name();
    try (TensorFile tensors = TensorFile.open(file)) {
      return tensors.tensors().stream().anyMatch(tensor -> tensor.name().equals(first));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
