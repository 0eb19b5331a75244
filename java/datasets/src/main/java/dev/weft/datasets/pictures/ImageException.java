package dev.weft.datasets.pictures;

import dev.weft.WeftException;

/** A picture that cannot be used. The message says why and does not name the file. */
public final class ImageException extends WeftException {
  private static final long serialVersionUID = 1L;

  public ImageException(String message) {
    super(message);
  }

  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
