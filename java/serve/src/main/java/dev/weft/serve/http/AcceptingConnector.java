package dev.weft.serve.http;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Takes connections. Where none can be taken, as where the process has no file descriptor left, it
 * says so in one line and no more than once a minute, and tries again after a second.
 */
public final class AcceptingConnector extends ServerConnector {
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final LongSupplier clock;
  private final Consumer<String> say;
  private long said;
  private int since;
  private boolean silent;

  /**
   * With one thread that accepts.
   *
   * @param clock nanoseconds
   * @param say takes words for people
   */
  public AcceptingConnector(
      Server server, ConnectionFactory factory, LongSupplier clock, Consumer<String> say) {
    super(server, 1, -1, factory);
    this.clock = clock;
    this.say = say;
  }

  @Override
  protected boolean handleAcceptFailure(Throwable failure) {
    if (!isRunning() || failure instanceof ClosedChannelException) {
      // The server is being stopped.
      return false;
    }
    failed(failure);
    try {
      Thread.sleep(1000);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Says what keeps connections waiting, where that was not said of late. */
  void failed(Throwable failure) {
    long now = clock.getAsLong();
    if (silent && now - said < SILENCE.toNanos()) {
      since++;
      return;
    }
    String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    say.accept(
        "cannot take connections: "
            + why
            + "; they wait until others are closed"
            + (why.contains("Too many open files") ? " (ulimit -n allows more)" : "")
            + (since == 0 ? "" : ", " + since + " times more in the last minute"));
    silent = true;
    said = now;
    since = 0;
  }
}
