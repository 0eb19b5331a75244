package dev.weft.serve.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections of clients that take too long, even if a byte comes now and then, which idle
 * timeouts do not see: each has so much time for the head of a request, and so much from there to
 * the end of the answer.
 */
public final class ConnectionDeadlines extends AbstractLifeCycle implements Connection.Listener {
  private static final long LOOKS_PER_DEADLINE = 4;

  private final Map<Connection, Long> deadlines = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final Duration head;
  private final Duration request;

  /**
   * Deadlines.
   *
   * @param head for the head of a request, from the connection's start or the last answer's end
   * @param request from the head to the end of the answer
   */
  public ConnectionDeadlines(
      Scheduler scheduler, LongSupplier nanoTime, Duration head, Duration request) {
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.head = head;
    this.request = request;
  }

  @Override
  protected void doStart() {
    look();
  }

  private void look() {
    long now = nanoTime.getAsLong();
    deadlines.forEach(
        (connection, deadline) -> {
          if (deadline - now < 0) {
            connection.getEndPoint().close();
          }
        });
    if (isRunning() || isStarting()) {
      long millis = Math.max(1, head.toMillis() / LOOKS_PER_DEADLINE);
      scheduler.schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onOpened(Connection connection) {
    set(connection, head);
  }

  @Override
  public void onClosed(Connection connection) {
    deadlines.remove(connection);
  }

  /** The head of a request is there. */
  void requestBegan(Connection connection) {
    set(connection, request);
  }

  /** The request was answered. */
  void requestEnded(Connection connection) {
    set(connection, head);
  }

  private void set(Connection connection, Duration time) {
    deadlines.put(connection, nanoTime.getAsLong() + time.toNanos());
    // It may have been closed in between, and nobody would remove it again.
    if (!connection.getEndPoint().isOpen()) {
      deadlines.remove(connection);
    }
  }
}
