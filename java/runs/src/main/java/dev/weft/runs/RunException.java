package dev.weft.runs;

import dev.weft.WeftException;

/** A folder that is no run's, or is damaged: the message names the file and the field. */
public final class RunException extends WeftException {
  private static final long serialVersionUID = 1L;

  public RunException(String message) {
    super(message);
  }
}
