package dev.weft.serve;

import dev.weft.runs.Json;
import dev.weft.serve.http.Problem;
import dev.weft.serve.http.Route;
import dev.weft.serve.models.ModelFacts;
import dev.weft.serve.models.Models;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be asked for. */
final class Routes {
  private static final String JSON = "application/json";

  private Routes() {}

  /**
   * All routes.
   *
   * @param page whether the page is served, too
   */
  static List<Route> of(
      Models models, PredictEndpoint predict, ServerMetrics metrics, boolean page) {
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("POST", "/v1/predict", predict));
    byte[] all = document(new ModelFacts.All(models.all().stream().map(ModelFacts::of).toList()));
    routes.add(new Route("GET", "/v1/models", (exchange, name) -> exchange.json(all)));
    Map<String, byte[]> each = new HashMap<>();
    models.all().forEach(model -> each.put(model.name(), document(ModelFacts.of(model))));
    routes.add(
        new Route(
            "GET",
            "/v1/models/{name}",
            (exchange, name) -> {
              if (!each.containsKey(name)) {
                throw Problem.of(
                        404,
                        "there is no model of this name, only " + String.join(", ", models.names()))
                    .exception();
              }
              exchange.json(each.get(name));
            }));
    byte[] healthy = "{\"status\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);
    routes.add(new Route("GET", "/healthz", (exchange, name) -> exchange.json(healthy)));
    routes.add(
        new Route(
            "GET",
            "/metrics",
            (exchange, name) ->
                exchange
                    .header("Cache-Control", "no-store")
                    .send(200, ServerMetrics.TYPE, metrics.text())));
    routes.add(file("/openapi.json", "openapi.json", JSON));
    if (page) {
      routes.add(file("/", "page.html", "text/html; charset=utf-8"));
      routes.add(file("/page.css", "page.css", "text/css; charset=utf-8"));
      routes.add(file("/page.js", "page.js", "text/javascript; charset=utf-8"));
    }
    return List.copyOf(routes);
  }

  private static byte[] document(Object value) {
    return Json.write(value).getBytes(StandardCharsets.UTF_8);
  }

  private static Route file(String path, String resource, String type) {
    byte[] content = Resources.read(resource);
    return new Route(
        "GET",
        path,
        (exchange, name) -> exchange.header("Cache-Control", "no-cache").send(200, type, content));
  }
}
