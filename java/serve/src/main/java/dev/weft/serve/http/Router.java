package dev.weft.serve.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds who answers a request, and tells of the answers. */
public final class Router extends Handler.Abstract {
  private static final String NO_ROUTE = "other";

  /** Is told of each answer. */
  @FunctionalInterface
  public interface AnswerListener {
    /**
     * A request was answered.
     *
     * @param route the path of its route, or "other" where there is none
     */
    void answered(String route, String method, int status, double seconds);
  }

  private final List<Route> routes;
  private final OriginCheck originCheck;
  private final AnswerListener listener;
  private final ConnectionDeadlines deadlines;

  /**
   * A router.
   *
   * @param listener is told of each answer
   * @param deadlines are told when requests begin and end
   */
  public Router(
      List<Route> routes,
      OriginCheck originCheck,
      AnswerListener listener,
      ConnectionDeadlines deadlines) {
    this.routes = List.copyOf(routes);
    this.originCheck = originCheck;
    this.listener = listener;
    this.deadlines = deadlines;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    SecurityHeaders.add(response);
    String path = request.getHttpURI().getDecodedPath();
    List<Route> there = routes.stream().filter(route -> route.match(path).isPresent()).toList();
    observe(request, response, there);
    Exchange exchange = new Exchange(request, response, callback);
    try {
      originCheck.check(request);
      answer(exchange, path, there);
    } catch (RuntimeException | OutOfMemoryError e) {
      exchange.fail(e);
    }
    return true;
  }

  private void observe(Request request, Response response, List<Route> there) {
    Connection connection = request.getConnectionMetaData().getConnection();
    deadlines.requestBegan(connection);
    String route = there.isEmpty() ? NO_ROUTE : there.get(0).path();
    long began = request.getHeadersNanoTime();
    Request.addCompletionListener(
        request,
        failure -> {
          deadlines.requestEnded(connection);
          double seconds = (System.nanoTime() - began) / 1e9;
          listener.answered(route, request.getMethod(), response.getStatus(), seconds);
        });
  }

  private static void answer(Exchange exchange, String path, List<Route> there) {
    String method = exchange.request().getMethod();
    if (there.isEmpty()) {
      throw Problem.of(404, "there is nothing at this path; /openapi.json says what there is")
          .exception();
    }
    Optional<Route> route = there.stream().filter(one -> one.takes(method)).findFirst();
    if (route.isEmpty()) {
      List<String> allowed = new ArrayList<>();
      there.forEach(one -> allowed.add(one.allowed()));
      String methods = String.join(", ", allowed);
      throw new Problem(
              405, "this path takes " + methods, Map.of(HttpHeader.ALLOW.asString(), methods))
          .exception();
    }
    route.get().endpoint().answer(exchange, route.get().match(path).orElse(""));
  }
}
