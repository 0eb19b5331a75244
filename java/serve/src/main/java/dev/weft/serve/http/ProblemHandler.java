package dev.weft.serve.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Gives what Jetty itself refuses, such as a damaged head, the form of all other problems. */
public final class ProblemHandler extends ErrorHandler {
  private static final int UNAVAILABLE = 503;

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    SecurityHeaders.add(response);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDocument.TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Problem problem =
        code == UNAVAILABLE
            ? Problem.busy("the server is stopping")
            : Problem.of(code, message == null ? "the request cannot be understood" : message);
    problem.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(ProblemDocument.of(problem)), callback);
  }
}
