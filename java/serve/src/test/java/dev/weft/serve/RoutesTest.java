package dev.weft.serve;

import static dev.weft.serve.Problems.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.serve.http.Admission;
import dev.weft.serve.http.SecurityHeaders;
import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path, and the API's own description of it. */
class RoutesTest {
  private static Served served;
  private static JsonNode openapi;

  @BeforeAll
  static void start() {
    served = new Served();
    openapi = Served.read(served.get("/openapi.json"));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/page.css, text/css",
    "/page.js, text/javascript",
    "/healthz, application/json",
    "/metrics, text/plain",
    "/openapi.json, application/json",
    "/v1/models, application/json",
    "/v1/models/binarized, application/json"
  })
  void answersGetAndHead(String path, String type) {
    HttpResponse<byte[]> got = served.get(path);
    assertEquals(200, got.statusCode());
    assertTrue(got.body().length > 0);
    assertTrue(header(got, "Content-Type").startsWith(type));
    HttpResponse<byte[]> head =
        served.send(path, request -> request.method("HEAD", BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals(0, head.body().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/models", "/nothing", "/%00"})
  void everyAnswerTellsBrowsersToRunNothingElse(String path) {
    HttpResponse<byte[]> response = served.get(path);
    assertEquals(SecurityHeaders.POLICY, header(response, "Content-Security-Policy"));
    assertFalse(header(response, "Content-Security-Policy").contains("unsafe"));
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
    assertEquals("", header(response, "Access-Control-Allow-Origin"));
    assertEquals("", header(response, "Server"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page.css", "/page.js"})
  void thePageNamesNothingOutsideOfThisServer(String path) {
    String text = new String(served.get(path).body(), StandardCharsets.UTF_8);
    assertFalse(text.replace("http://www.w3.org/2000/svg", "").contains("://"));
  }

  @Test
  void withoutThePageTheApiIsStillThere() {
    try (Models models = Served.fixed();
        ModelServer api =
            ModelServer.start(models, "127.0.0.1", 0, false, ServerLimits.defaults())) {
      URI at = api.uri();
      assertEquals(404, served.send("/", request -> request.uri(at)).statusCode());
      assertEquals(
          200, served.send("/", request -> request.uri(at.resolve("/v1/models"))).statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /healthz, 'GET, HEAD'",
    "POST, /v1/models, 'GET, HEAD'",
    "DELETE, /v1/models/binary, 'GET, HEAD'",
    "OPTIONS, /v1/predict, POST",
    "GET, /v1/predict, POST",
    "WEAVE, /, 'GET, HEAD'"
  })
  void saysWhichMethodsAPathTakes(String method, String path, String allowed) {
    HttpResponse<byte[]> response =
        served.send(path, request -> request.method(method, BodyPublishers.noBody()));
    Problems.require(405, response);
    assertEquals(allowed, header(response, "Allow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/v1",
        "/v1/models/",
        "/v1/models/none",
        "/v1/models/binary/x",
        "/page.html",
        "/V1/models",
        "/v1/models/multiclass.safetensors"
      })
  void otherPathsAreNotFound(String path) {
    Problems.require(404, served.get(path));
  }

  @Test
  void tellsWhatIsKnownOfAModel() {
    JsonNode model = Served.read(served.get("/v1/models/multiclass"));
    assertEquals("multiclass.safetensors", model.get("file").asText());
    assertEquals(10, model.get("classes").size());
    assertEquals("[784,4,10]", model.get("layers").toString());
    assertEquals("3", model.at("/facts/epoch").asText());
    JsonNode mapped = Served.read(served.get("/v1/models/binarized"));
    assertEquals("multiclass", mapped.get("mapped_from").asText());
    assertEquals(
        "[\"Sandal\",\"Sneaker\",\"Bag\",\"Ankle boot\"]",
        mapped.at("/groups/footwear and bags").toString());
  }

  @Test
  void theDescriptionHasExactlyTheRoutes() {
    Set<String> described = new TreeSet<>();
    openapi
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    ServerLimits limits = ServerLimits.defaults();
    try (Models models = Served.fixed();
        Dispatcher dispatcher = new Dispatcher(limits, System::nanoTime, (a, b, c, d) -> {})) {
      Admission admission = new Admission(limits);
      PredictEndpoint predict =
          new PredictEndpoint(models, limits, admission, dispatcher, Runnable::run, null);
      Set<String> routes = new TreeSet<>();
      Routes.of(models, predict, new ServerMetrics(models, admission), true)
          .forEach(route -> routes.add(route.method() + " " + route.path()));
      assertEquals(routes, described);
    }
  }

  @Test
  void theDescriptionKnowsTypesAndLimits() {
    JsonNode post = openapi.at("/paths/~1v1~1predict/post");
    List<String> types = new ArrayList<>();
    post.at("/requestBody/content").fieldNames().forEachRemaining(types::add);
    assertEquals(RequestReader.TYPES, types);
    ServerLimits limits = ServerLimits.defaults();
    assertEquals(
        limits.samples(),
        openapi.at("/components/schemas/Question/properties/images/maxItems").asInt());
    String words = post.get("description").asText();
    assertTrue(words.contains(limits.bodyBytes() / (1 << 20) + " MiB"), words);
    assertTrue(words.contains(limits.samples() + " pictures"), words);
    assertTrue(
        words.contains(String.format(Locale.ROOT, "%,d pixels", limits.imagePixels())), words);
  }

  @Test
  void answersHaveTheDescribedForm() {
    Schema schema = new Schema(openapi);
    String question =
        "{\"pixels\":[" + Served.pixels(3) + "],\"models\":[\"binary\",\"binarized\"]}";
    schema.check("Predictions", Served.read(served.json(question)));
    schema.check("Predictions", Served.read(served.json("{\"rows\":[[1,2,3],[9,0,0]]}")));
    for (JsonNode model : Served.read(served.get("/v1/models")).get("models")) {
      schema.check("Model", model);
    }
    schema.check("Problem", Served.read(served.get("/nothing")));
    schema.check("Problem", Served.read(served.json("[")));
  }
}
