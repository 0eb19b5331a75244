package dev.weft.app.interchange;

import dev.weft.ModelFileException;
import dev.weft.app.interchange.keras.KerasImport;
import dev.weft.app.interchange.tensors.TensorImport;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the model files of other frameworks. */
public final class ModelImport {
  /** A model at the limit of what is read takes a few seconds. */
  private static final long MAX_SECONDS = 60;

  private static final int MAX_REASON = 600;

  private ModelImport() {}

  /**
   * Reads a file, whatever its name.
   *
   * @throws ModelFileException where it cannot be read, is damaged, or holds what is not supported;
   *     the message names it
   */
  public static Imported read(Path file, ImportHints hints) {
    try {
      return switch (FileKind.of(file)) {
        case SAFETENSORS -> TensorImport.read(file, hints);
        case HDF5 -> BoundedRead.call(() -> KerasImport.hdf5(file, hints), MAX_SECONDS);
        case ZIP -> BoundedRead.call(() -> KerasImport.archive(file, hints), MAX_SECONDS);
      };
    } catch (IllegalArgumentException | IOException e) {
      throw new ModelFileException("cannot import " + file + ": " + shown(e), e);
    }
  }

  /** What comes out of a file is cut short and stripped of what would control a terminal. */
  private static String shown(Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String cut = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
