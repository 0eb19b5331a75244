package dev.weft.model;

import dev.weft.ModelFileException;
import dev.weft.files.IoErrors;
import dev.weft.text.Format;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The words for model files that cannot be read or written. What comes out of a file is cut short
 * and stripped of control characters before it reaches a terminal.
 */
final class ModelFileErrors {
  private ModelFileErrors() {}

  /** A file whose content is wrong. */
  static ModelFileException damaged(Path file, String reason) {
    return new ModelFileException(
        "cannot read the model file " + file + ": " + Format.excerpt(reason));
  }

  /** A file that is no model of Weft's, and may be one of another framework's. */
  static ModelFileException foreign(Path file, String reason) {
    return ModelFileException.foreign(
        "cannot read the model file " + file + ": " + Format.excerpt(reason));
  }

  /** A file that the system does not let us read. */
  static ModelFileException unreadable(Path file, IOException e) {
    return new ModelFileException("cannot read the model file " + file + ": " + reason(e), e);
  }

  /** A file that cannot be written; what stood there before is still there. */
  static ModelFileException unwritable(Path file, IOException e) {
    return new ModelFileException("cannot write the model file " + file + ": " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    return IoErrors.reason(e);
  }
}
