package dev.weft.serve.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads what is still to come of a refused request before it is answered: a connection that is
 * closed while its client sends is reset, and the client never sees why. Time is bounded by {@link
 * ConnectionDeadlines}.
 */
final class BodyDrain implements Runnable {
  /** Who sends more than this is not waited for. */
  private static final long MOST_BYTES = 64L << 20;

  private final Request request;
  private final Runnable answer;
  private long bytes;

  private BodyDrain(Request request, Runnable answer) {
    this.request = request;
    this.answer = answer;
  }

  /** Answers once the body is over. */
  static void before(Request request, Runnable answer) {
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      // The client waits for leave to send its body, and gets the answer instead.
      answer.run();
    } else {
      new BodyDrain(request, answer).run();
    }
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      bytes += Content.Chunk.isFailure(chunk) ? MOST_BYTES : chunk.remaining();
      boolean over = chunk.isLast() || bytes >= MOST_BYTES;
      chunk.release();
      if (over) {
        answer.run();
        return;
      }
    }
  }
}
