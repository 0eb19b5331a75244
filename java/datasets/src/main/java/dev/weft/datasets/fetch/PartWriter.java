package dev.weft.datasets.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Writes the body of a response to a {@link PartFile} as it comes. The client's threads call it;
 * the thread that waits looks at {@link #position} and may {@link #close} it at any time, after
 * which nothing is written any more.
 */
final class PartWriter implements HttpResponse.BodySubscriber<Void>, AutoCloseable {
  private static final int PARTIAL = 206;

  private final PartFile part;
  private final URI address;
  private final long have;
  private final long maxBytes;
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private FileChannel channel;
  private Flow.Subscription subscription;
  private boolean closed;
  private volatile boolean begun;
  private volatile long position;
  private volatile long total = -1;
  private volatile long lastNanos = System.nanoTime();

  PartWriter(PartFile part, URI address, long have, long maxBytes) {
    this.part = part;
    this.address = address;
    this.have = have;
    this.maxBytes = maxBytes;
  }

  /** Prepares the file for a response: 206 is appended, 200 begins anew. */
  synchronized PartWriter accept(HttpResponse.ResponseInfo head) {
    try {
      if (closed) {
        throw new IOException("ended before the answer came");
      }
      if (head.statusCode() == PARTIAL) {
        position = have;
      } else {
        part.begin(address, version(head.headers()));
      }
      long length = head.headers().firstValueAsLong("Content-Length").orElse(-1);
      total = length < 0 ? -1 : position + length;
      if (total > maxBytes) {
        throw tooLarge(total);
      }
      channel =
          FileChannel.open(
              part.path(),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND);
    } catch (IOException e) {
      body.completeExceptionally(e);
    }
    lastNanos = System.nanoTime();
    begun = true;
    return this;
  }

  /** A strong entity tag or a date; a weak tag does not vouch for single bytes. */
  private static String version(HttpHeaders headers) {
    String tag = headers.firstValue("ETag").orElse("");
    return tag.startsWith("\"") ? tag : headers.firstValue("Last-Modified").orElse("");
  }

  private Download.TooLarge tooLarge(long bytes) {
    return new Download.TooLarge(
        "the answer has " + bytes + " bytes or more, expected at most " + maxBytes);
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (closed || body.isDone()) {
      subscription.cancel();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    if (closed || body.isDone()) {
      return;
    }
    try {
      for (ByteBuffer buffer : buffers) {
        if (position + buffer.remaining() > maxBytes) {
          throw tooLarge(position + buffer.remaining());
        }
        while (buffer.hasRemaining()) {
          position += channel.write(buffer);
        }
      }
      lastNanos = System.nanoTime();
      subscription.request(1);
    } catch (IOException e) {
      subscription.cancel();
      body.completeExceptionally(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(null);
  }

  /** Whether an answer with a body has come. */
  boolean hasBegun() {
    return begun;
  }

  /** How many bytes the file has. */
  long position() {
    return position;
  }

  /** How many it will have, -1 where the server does not say. */
  long total() {
    return total;
  }

  /** The time since the last byte. */
  long silentNanos() {
    return System.nanoTime() - lastNanos;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
    if (channel != null) {
      channel.close();
    }
  }
}
