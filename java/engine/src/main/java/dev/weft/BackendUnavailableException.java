package dev.weft;

/**
 * A backend or device that was asked for and cannot be had: the message names the reason and the
 * remedy.
 */
public final class BackendUnavailableException extends WeftException {
  private static final long serialVersionUID = 1L;

  public BackendUnavailableException(String message) {
    super(message);
  }

  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
