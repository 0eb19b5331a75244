package dev.weft.interchange;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the reading of a file that may have been made to keep its reader busy for ever, to overflow
 * its stack or to use up the memory: in a thread of its own, for a limited time.
 */
final class BoundedRead {
  private static final long STACK_BYTES = 1 << 20;

  private BoundedRead() {}

  /**
   * The result of the reader, or what it threw.
   *
   * @throws IllegalArgumentException where it took too long or too much
   */
  static <T> T call(Callable<T> reader, long seconds) {
    FutureTask<T> task = new FutureTask<>(reader);
    Thread thread = new Thread(null, task, "weft-import", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new IllegalArgumentException(
          "reading it took more than " + seconds + " s: it was made to, or is damaged", e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("reading it was interrupted", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (cause instanceof OutOfMemoryError) {
      return new IllegalArgumentException(
          "it needs more memory than there is (WEFT_HEAP=4g gives Java more), or was made to",
          cause);
    }
    if (cause instanceof StackOverflowError) {
      return new IllegalArgumentException("its structure is nested without end", cause);
    }
    return new IllegalArgumentException(String.valueOf(cause.getMessage()), cause);
  }
}
