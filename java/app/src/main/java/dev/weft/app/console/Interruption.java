package dev.weft.app.console;

import dev.weft.runs.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ctrl-C as a request: work that asked to be told ({@link #during}) stops at its next clean point
 * and saves what it has; while there is none, the process just ends.
 *
 * <p>In the JVM SIGINT starts the shutdown sequence, which waits for its hooks. The hook here
 * passes the request on and waits until the work is done; then the JVM ends with 130, as shells
 * expect it. Where that takes a while it says so: a batch of a huge network cannot be cut short.
 */
public final class Interruption extends StopSignal {
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Consumer<String> say;
  private final Duration silence;
  private final Duration patience;
  private boolean guarded;

  /** One that only {@link #request} tells. */
  public Interruption() {
    this(words -> {}, SILENCE, PATIENCE);
  }

  /**
   * One that waits.
   *
   * @param say where words for people go
   * @param silence how long nothing is said
   * @param patience how long the work then has to come to its end
   */
  Interruption(Consumer<String> say, Duration silence, Duration patience) {
    this.say = say;
    this.silence = silence;
    this.patience = patience;
  }

  /**
   * One that follows the signals of this process.
   *
   * @param say where words for people go
   */
  public static Interruption ofProcess(Consumer<String> say) {
    Interruption interruption = new Interruption(say, SILENCE, PATIENCE);
    Thread hook = new Thread(interruption::requestAndWait, "weft-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    return interruption;
  }

  /** Asks the work to stop, and waits for it where it is guarded. */
  void requestAndWait() {
    request();
    if (guarded()) {
      try {
        await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void await() throws InterruptedException {
    if (finished.await(silence.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    say.accept(
        "stopping: what is being computed comes to its end first, "
            + patience.toSeconds()
            + " s at most, so that what is complete is kept (kill -9 "
            + ProcessHandle.current().pid()
            + " ends it at once, and keeps what a checkpoint has)");
    if (!finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      say.accept(
          "it did not stop within "
              + patience.toSeconds()
              + " s; ended, only what a checkpoint has is kept");
    }
  }

  private synchronized boolean guarded() {
    return guarded;
  }

  /** From here to the end of the command an interruption waits for the command to save its work. */
  public synchronized void guard() {
    guarded = true;
  }

  /** The command has ended: whoever waits for it may go on. */
  public synchronized void finish() {
    during(reason -> {});
    guarded = false;
    finished.countDown();
  }
}
