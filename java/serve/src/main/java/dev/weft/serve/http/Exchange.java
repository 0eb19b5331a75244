package dev.weft.serve.http;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its answer, which is given once: whatever comes later is dropped. */
public final class Exchange {
  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
  private static final int BODY_LATE = 408;
  private static final String JSON = "application/json";

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean answered = new AtomicBoolean();

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  /** What was asked. */
  public Request request() {
    return request;
  }

  /** Answers with a JSON document that is not to be kept. */
  public void json(byte[] document) {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    send(200, JSON, document);
  }

  /** Answers. */
  public void send(int status, String type, byte[] content) {
    if (answered.compareAndSet(false, true)) {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
      response.write(true, ByteBuffer.wrap(content), callback);
    }
  }

  /** Adds a header to the answer. */
  public Exchange header(String name, String value) {
    response.getHeaders().put(name, value);
    return this;
  }

  /** Answers with what went wrong. */
  public void fail(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RequestException known) {
      fail(known.problem());
    } else {
      LOG.log(System.Logger.Level.ERROR, "a request failed", cause);
      fail(Problem.of(500, "the server failed; its log says why"));
    }
  }

  private void fail(Problem problem) {
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      header(header.getKey(), header.getValue());
    }
    header("Cache-Control", "no-store");
    Runnable answer =
        () -> send(problem.status(), ProblemDocument.TYPE, ProblemDocument.of(problem));
    if (problem.status() == BODY_LATE) {
      // Nothing comes, and nobody waits for it any longer.
      answer.run();
    } else {
      BodyDrain.before(request, answer);
    }
  }
}
