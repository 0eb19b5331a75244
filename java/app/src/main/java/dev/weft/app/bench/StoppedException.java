package dev.weft.app.bench;

/** A measurement was stopped before it had a figure. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("interrupted");
  }
}
