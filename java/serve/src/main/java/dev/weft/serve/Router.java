package dev.weft.serve;

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

/** Finds who answers a request, and counts the answers. */
final class Router extends Handler.Abstract {
  private static final String NO_ROUTE = "other";

  private final List<Route> routes;
  private final Guard guard;
  private final ServerMetrics metrics;
  private final ConnectionDeadlines deadlines;

  Router(List<Route> routes, Guard guard, ServerMetrics metrics, ConnectionDeadlines deadlines) {
    this.routes = List.copyOf(routes);
    this.guard = guard;
    this.metrics = metrics;
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
      guard.check(request);
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
          metrics.answered(route, request.getMethod(), response.getStatus(), seconds);
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
