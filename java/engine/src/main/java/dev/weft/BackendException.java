package dev.weft;

/**
 * A failure inside a backend: the message carries the backend's own words and the call's shapes.
 */
public final class BackendException extends WeftException {
  private static final long serialVersionUID = 1L;

  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
