package dev.weft;

/**
 * A model file that cannot be read, written or does not fit the network: the message names file and
 * tensor.
 */
public final class ModelFileException extends WeftException {
  private static final long serialVersionUID = 1L;

  public ModelFileException(String message) {
    super(message);
  }

  public ModelFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
