package dev.weft.app.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ctrl-C as a request: work that asked to be told ({@link #during}) stops at its next clean point
 * and saves what it has; while there is none, the process just ends.
 *
 * <p>In the JVM SIGINT starts the shutdown sequence, which waits for its hooks. The hook here
 * passes the request on and waits until the work is done; then the JVM ends with 130, as shells
 * expect it.
 */
public final class Interruption {
  /** Longest wait for work to stop: a slice of an epoch takes far less. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private Consumer<String> stop;
  private boolean requested;
  private boolean guarded;

  /** One that follows the signals of this process. */
  public static Interruption ofProcess() {
    Interruption interruption = new Interruption();
    Thread hook = new Thread(interruption::requestAndWait, "weft-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    return interruption;
  }

  private void requestAndWait() {
    request();
    if (guarded()) {
      try {
        finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks the work in progress to stop. */
  public synchronized void request() {
    requested = true;
    if (stop != null) {
      stop.accept("interrupted");
    }
  }

  /** Whether a stop was asked for. */
  public synchronized boolean requested() {
    return requested;
  }

  private synchronized boolean guarded() {
    return guarded;
  }

  /** From here to the end of the command an interruption waits for the command to save its work. */
  public synchronized void guard() {
    guarded = true;
  }

  /**
   * Tells {@code stop} of a request from now on, at once where there was one already; replaces what
   * was told before.
   */
  public synchronized void during(Consumer<String> stop) {
    this.stop = stop;
    if (requested) {
      stop.accept("interrupted");
    }
  }

  /** The command has ended: whoever waits for it may go on. */
  public synchronized void finish() {
    stop = null;
    guarded = false;
    finished.countDown();
  }
}
