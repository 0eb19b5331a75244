package dev.weft;

/** Data that cannot be found, fetched, read or trusted: the message names the file or address. */
public final class DataException extends WeftException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
