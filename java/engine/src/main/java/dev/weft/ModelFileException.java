package dev.weft;

/**
 * A model file that cannot be read, written or does not fit the network: the message names file and
 * tensor.
 */
public final class ModelFileException extends WeftException {
  private static final long serialVersionUID = 1L;

  private final boolean foreign;

  public ModelFileException(String message) {
    this(message, false);
  }

  private ModelFileException(String message, boolean foreign) {
    super(message);
    this.foreign = foreign;
  }

  public ModelFileException(String message, Throwable cause) {
    super(message, cause);
    this.foreign = false;
  }

  /** The same for a file that is no model of Weft's, and may be one of another framework's. */
  public static ModelFileException foreign(String message) {
    return new ModelFileException(message, true);
  }

  /** Whether the file may be a model of another framework's, which would have to be imported. */
  public boolean isForeign() {
    return foreign;
  }
}
