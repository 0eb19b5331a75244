package dev.weft.benchmarks;

/** A measurement failed; the message is for people. */
final class SuiteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SuiteException(String message) {
    super(message);
  }

  SuiteException(String message, Throwable cause) {
    super(message, cause);
  }
}
