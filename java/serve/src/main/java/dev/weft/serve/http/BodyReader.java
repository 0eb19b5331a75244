package dev.weft.serve.http;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads a request's body as it arrives, without a thread that waits for it: at most so many bytes,
 * in at most so much time however the client spreads them.
 */
public final class BodyReader implements Runnable {
  private static final int FIRST_BYTES = 8192;

  private final Request request;
  private final Admission.Ticket ticket;
  private final int limit;
  private final ByteArrayOutputStream body;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

  private BodyReader(Request request, Admission.Ticket ticket, int limit) {
    this.request = request;
    this.ticket = ticket;
    this.limit = limit;
    // What is only announced gets no memory.
    this.body = new ByteArrayOutputStream(FIRST_BYTES);
  }

  /**
   * Begins to read.
   *
   * @param ticket is charged with what arrives
   * @return the body; fails with a {@link RequestException} of 400, 408, 413 or 503
   */
  public static CompletableFuture<byte[]> read(
      Request request, Admission.Ticket ticket, ServerLimits limits, Scheduler scheduler) {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (announced > limits.bodyBytes()) {
      return CompletableFuture.failedFuture(tooLarge(limits.bodyBytes()));
    }
    BodyReader reader = new BodyReader(request, ticket, limits.bodyBytes());
    reader.run();
    if (!reader.whole.isDone()) {
      Scheduler.Task timeout =
          scheduler.schedule(
              () -> reader.whole.completeExceptionally(late(limits)),
              limits.bodyTime().toMillis(),
              TimeUnit.MILLISECONDS);
      reader.whole.whenComplete((ignored, failure) -> timeout.cancel());
    }
    return reader.whole;
  }

  private static RequestException tooLarge(int limit) {
    return Problem.of(413, "a request's body has at most " + limit + " bytes").exception();
  }

  private static RequestException late(ServerLimits limits) {
    return Problem.of(
            408, "the body did not arrive within " + limits.bodyTime().toSeconds() + " seconds")
        .exception();
  }

  /** Takes what has arrived; Jetty calls it again when there is more. */
  @Override
  public void run() {
    while (!whole.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        whole.completeExceptionally(
            Problem.of(400, "the body could not be read: it is shorter than announced, or damaged")
                .exception());
        return;
      }
      boolean last = chunk.isLast();
      try {
        take(chunk);
      } catch (RequestException e) {
        whole.completeExceptionally(e);
        return;
      } finally {
        chunk.release();
      }
      if (last) {
        whole.complete(body.toByteArray());
      }
    }
  }

  private void take(Content.Chunk chunk) {
    int length = chunk.remaining();
    if (body.size() + length > limit) {
      throw tooLarge(limit);
    }
    ticket.reserve(length);
    byte[] bytes = new byte[length];
    chunk.getByteBuffer().get(bytes);
    body.write(bytes, 0, length);
  }
}
