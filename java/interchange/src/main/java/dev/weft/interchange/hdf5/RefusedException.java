package dev.weft.interchange.hdf5;

/** What a file holds is damaged or not supported; the message is for people. */
final class RefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
