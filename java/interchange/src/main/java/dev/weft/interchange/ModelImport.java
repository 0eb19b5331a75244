package dev.weft.interchange;

import dev.weft.ModelFileException;
import dev.weft.interchange.keras.KerasImport;
import dev.weft.interchange.tensors.TensorImport;
import dev.weft.text.Format;
import java.io.IOException;
import java.nio.file.Path;

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
   */
  public static ForeignModel read(Path file, ImportHints hints) {
    try {
      return switch (FileKind.of(file)) {
        case SAFETENSORS -> TensorImport.read(file, hints);
        case HDF5 -> BoundedRead.call(() -> KerasImport.hdf5(file, hints), MAX_SECONDS);
        case ZIP -> BoundedRead.call(() -> KerasImport.archive(file, hints), MAX_SECONDS);
      };
    } catch (IllegalArgumentException | IOException e) {
      throw new ModelFileException("cannot import " + file + ": " + Format.excerpt(reason(e)), e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
