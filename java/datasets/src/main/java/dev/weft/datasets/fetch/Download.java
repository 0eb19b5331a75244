package dev.weft.datasets.fetch;

import dev.weft.files.IoErrors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one address into a {@link PartFile}. A transfer that breaks off is continued with a range
 * request as long as it makes headway; one that falls silent or grows beyond its bound is ended.
 */
public final class Download {
  private static final long POLL_MILLIS = 100;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

  private final HttpClient client;
  private final FetchLimits limits;
  private final DataListener listener;

  public Download(HttpClient client, FetchLimits limits, DataListener listener) {
    this.client = client;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Fetches all of it, or continues what is there.
   *
   * @param maxBytes more than this is an error
   * @throws IOException with the reason; the part that came stays, to be continued
   * @throws InterruptedException where this thread is interrupted
   */
  public void fetch(URI address, PartFile part, long maxBytes)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      long before = part.resumable(address);
      try {
        if (transfer(address, part, maxBytes)) {
          return;
        }
      } catch (BrokenOff e) {
        if (attempt >= limits.tries() || part.resumable(address) <= before) {
          throw e;
        }
        listener.info(address + " broke off (" + e.getMessage() + "), continuing");
        Thread.sleep(limits.pause().toMillis());
      }
    }
  }

  /** One request; false where the part was of no use and it has to begin anew. */
  private boolean transfer(URI address, PartFile part, long maxBytes)
      throws IOException, InterruptedException {
    long have = part.resumable(address);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(limits.silence());
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      part.version().ifPresent(version -> request.header("If-Range", version));
    }
    PartWriter writer = new PartWriter(part, address, have, maxBytes);
    CompletableFuture<HttpResponse<Void>> exchange =
        client.sendAsync(
            request.build(),
            head ->
                head.statusCode() == OK
                        || (head.statusCode() == PARTIAL && startsAt(head.headers(), have))
                    ? writer.accept(head)
                    : BodySubscribers.replacing(null));
    HttpResponse<Void> response = await(exchange, writer, part);
    if (response.statusCode() == OK || response.statusCode() == PARTIAL) {
      if (response.statusCode() == PARTIAL && !startsAt(response.headers(), have)) {
        return restart(part, have, "an answer to another range");
      }
      listener.progress(part.name(), writer.position(), writer.position());
      return true;
    }
    if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
      return total(response.headers()).orElse(-1) == have || restart(part, have, "HTTP status 416");
    }
    throw new IOException("HTTP status " + response.statusCode());
  }

  private static boolean restart(PartFile part, long have, String reason) throws IOException {
    if (have == 0) {
      throw new IOException(reason + " although no range was asked for");
    }
    part.delete();
    return false;
  }

  /** Waits for the end of the transfer, and makes sure that nothing is written afterwards. */
  private HttpResponse<Void> await(
      CompletableFuture<HttpResponse<Void>> exchange, PartWriter writer, PartFile part)
      throws IOException, InterruptedException {
    try {
      while (true) {
        try {
          return exchange.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (writer.hasBegun()) {
            listener.progress(part.name(), writer.position(), writer.total());
            if (writer.silentNanos() > limits.silence().toNanos()) {
              throw new BrokenOff("no data for " + limits.silence().toSeconds() + " s", e);
            }
          }
        }
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause(), writer);
    } finally {
      exchange.cancel(true);
      writer.close();
    }
  }

  private static IOException failure(Throwable cause, PartWriter writer) {
    if (cause instanceof TooLarge) {
      return (IOException) cause;
    }
    if (cause instanceof IOException && !writer.hasBegun()) {
      return (IOException) cause;
    }
    return new BrokenOff(IoErrors.reason(cause), cause);
  }

  private static boolean startsAt(HttpHeaders headers, long have) {
    Matcher range = range(headers);
    return range.matches() && range.group(1) != null && Long.parseLong(range.group(1)) == have;
  }

  private static OptionalLong total(HttpHeaders headers) {
    Matcher range = range(headers);
    return range.matches() && !range.group(2).equals("*")
        ? OptionalLong.of(Long.parseLong(range.group(2)))
        : OptionalLong.empty();
  }

  private static Matcher range(HttpHeaders headers) {
    return CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
  }

  /** A transfer that can be continued. */
  static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A transfer that has no right end. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }
}
