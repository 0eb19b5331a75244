package dev.weft.runs;

import java.util.function.Consumer;

/**
 * A wish from outside that work stop at its next clean point and keep what it has: Ctrl-C in a
 * terminal, a button, another thread.
 */
public class StopSignal {
  private Consumer<String> stop = reason -> {};
  private boolean requested;

  /** Asks the work in progress to stop; from any thread. */
  public final synchronized void request() {
    requested = true;
    stop.accept("interrupted");
  }

  /** Whether a stop was asked for. */
  public final synchronized boolean requested() {
    return requested;
  }

  /**
   * Tells {@code stop} of a request from now on, at once where there was one already; replaces what
   * was told before.
   */
  public final synchronized void during(Consumer<String> stop) {
    this.stop = stop;
    if (requested) {
      stop.accept("interrupted");
    }
  }
}
