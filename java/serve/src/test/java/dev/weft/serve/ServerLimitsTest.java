package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.serve.http.ServerLimits;
import dev.weft.serve.models.Models;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bounds on size and concurrency, batches of concurrent requests, and the end of a server. */
@Tag("network")
class ServerLimitsTest {
  private static final String JSON = "application/json";

  private final Held held = new Held();

  private Models slow() {
    return Served.models(Served.model("prices", Served.NUMBERS, List.of(), held::predict));
  }

  private static CompletableFuture<HttpResponse<byte[]>> ask(Served served, int value) {
    HttpRequest request =
        served.request(
            "/v1/predict",
            builder ->
                builder
                    .header("Content-Type", JSON)
                    .POST(BodyPublishers.ofString("{\"rows\":[" + value + ",0,0]}")));
    return served.client().sendAsync(request, BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> answer(CompletableFuture<HttpResponse<byte[]>> asked)
      throws Exception {
    return asked.get(30, TimeUnit.SECONDS);
  }

  private static String values(HttpResponse<byte[]> response) {
    return Served.read(response).at("/predictions/0/results/0/values").toString();
  }

  private static void await(java.util.function.BooleanSupplier condition) throws Exception {
    for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }

  private static double metric(Served served, String line) {
    return new String(served.get("/metrics").body(), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .filter(one -> one.startsWith(line + " "))
        .mapToDouble(one -> Double.parseDouble(one.substring(line.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @Test
  void concurrentRequestsAreComputedTogetherAndCounted() throws Exception {
    try (Served served = new Served(slow(), ServerLimits.defaults())) {
      held.hold();
      CompletableFuture<HttpResponse<byte[]>> first = ask(served, 100);
      held.awaitCall();
      List<CompletableFuture<HttpResponse<byte[]>>> others = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        others.add(ask(served, i));
      }
      await(() -> metric(served, "weft_queue_samples") == 5);
      assertEquals(6, metric(served, "weft_predictions_in_progress"));
      held.release();
      assertEquals("[100.0,101.0]", values(answer(first)));
      for (int i = 0; i < 5; i++) {
        assertEquals("[" + i + ".0," + (i + 1) + ".0]", values(answer(others.get(i))));
      }
      assertEquals(List.of(1, 5), held.samples());
      assertEquals(6, metric(served, "weft_predicted_samples_total{model=\"prices\"}"));
      assertEquals(2, metric(served, "weft_batch_requests_count{model=\"prices\"}"));
      assertEquals(6, metric(served, "weft_batch_requests_sum{model=\"prices\"}"));
      String answered =
          "weft_http_requests_total{method=\"POST\",route=\"/v1/predict\",status=\"200\"}";
      await(() -> metric(served, answered) == 6);
      await(() -> metric(served, "weft_predictions_in_progress") == 0);
      assertEquals(0, metric(served, "weft_bodies_bytes"));
    }
  }

  @Test
  void metricsHaveNoLabelsOfClientsOwnMaking() {
    try (Served served = new Served()) {
      served.get("/a-path-of-their-own");
      served.send("/another", request -> request.method("WEAVE", BodyPublishers.noBody()));
      String text = new String(served.get("/metrics").body());
      assertTrue(text.contains("route=\"other\",status=\"404\""), text);
      assertTrue(!text.contains("their-own") && !text.contains("WEAVE"), text);
    }
  }

  @Test
  void moreRequestsThanAllowedAreTurnedAway() throws Exception {
    try (Served served = new Served(slow(), SmallLimits.requests(1, 1000, 1000))) {
      held.hold();
      CompletableFuture<HttpResponse<byte[]>> first = ask(served, 1);
      held.awaitCall();
      HttpResponse<byte[]> second = answer(ask(served, 2));
      Problems.require(503, second);
      assertEquals("1", Problems.header(second, "Retry-After"));
      held.release();
      assertEquals(200, answer(first).statusCode());
      await(() -> metric(served, "weft_predictions_in_progress") == 0);
      assertEquals(200, answer(ask(served, 3)).statusCode());
    }
  }

  @Test
  void bodiesBeyondTheLimitsAreRefused() {
    try (Served served = new Served(slow(), SmallLimits.requests(9, 1000, 500))) {
      Problems.require(413, served.post("/v1/predict", JSON, new byte[1001]));
      HttpResponse<byte[]> chunked =
          served.send(
              "/v1/predict",
              request ->
                  request
                      .header("Content-Type", JSON)
                      .POST(
                          BodyPublishers.ofInputStream(
                              () -> new java.io.ByteArrayInputStream(new byte[100_000]))));
      assertTrue(List.of(413, 503).contains(chunked.statusCode()));
      // The answer is there although the client had much left to send.
      Problems.require(413, served.post("/v1/predict", JSON, new byte[5_000_000]));
      // All bodies together may have 500 bytes.
      Problems.require(503, served.post("/v1/predict", JSON, new byte[600]));
      Problems.require(400, served.post("/v1/predict", JSON, new byte[400]));
    }
  }

  @Test
  void picturesOfTooManyPixelsAreNotDecoded() throws Exception {
    try (Served served = new Served(Served.fixed(), SmallLimits.requests(9, 10_000, 100_000))) {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(101, 100, BufferedImage.TYPE_BYTE_GRAY), "png", png);
      String detail =
          Problems.require(422, served.post("/v1/predict", "image/png", png.toByteArray()));
      assertTrue(detail.contains("101 x 100"), detail);
    }
  }

  @Test
  void closingAnswersWhatIsInProgressAndNothingElse() throws Exception {
    Served served = new Served(slow(), ServerLimits.defaults());
    held.hold();
    CompletableFuture<HttpResponse<byte[]>> first = ask(served, 1);
    held.awaitCall();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(served::close);
    await(() -> refused(served));
    assertTrue(!closed.isDone());
    held.release();
    assertEquals("[1.0,2.0]", values(answer(first)));
    closed.get(30, TimeUnit.SECONDS);
    assertTrue(refused(served));
  }

  /** Whether a new request gets no answer: no connection, or 503 on one that there was. */
  private static boolean refused(Served served) {
    try {
      return served
              .client()
              .sendAsync(served.request("/healthz", r -> r), BodyHandlers.ofByteArray())
              .get(30, TimeUnit.SECONDS)
              .statusCode()
          == 503;
    } catch (ExecutionException e) {
      return e.getCause() instanceof java.io.IOException;
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
