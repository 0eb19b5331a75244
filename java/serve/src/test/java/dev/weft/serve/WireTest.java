package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that break HTTP, lie about lengths, or take their time. */
class WireTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  /** A byte now and then, for far longer than a head may take. */
  private static final int TRICKLED = 1500;

  private static final long TRICKLE_MILLIS = 20;

  private static Served served;

  @BeforeAll
  static void start() {
    served = new Served(Served.fixed(), SmallLimits.times(SHORT, SHORT));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /** Whatever a client did, the next one is served. */
  @AfterEach
  void answersTheNextClient() {
    assertEquals(200, served.get("/healthz").statusCode());
  }

  private String told(String said) throws IOException {
    try (Wire wire = new Wire(served.port())) {
      return wire.say(said).end().hear();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /healthz HTTP/1.1~Host: localhost~Connection: close~~ | 200",
        "GET /healthz HTTP/1.1~Host: LOCALHOST:1~Connection: close~~ | 200",
        "GET /healthz HTTP/1.1~Host: [::1]:8080~Connection: close~~ | 200",
        "GET /healthz HTTP/1.1~Host: evil.test~Connection: close~~ | 421",
        "GET /healthz HTTP/1.1~Host: localhost.evil.test~Connection: close~~ | 421",
        "GET http://evil.test/ HTTP/1.1~Host: evil.test~Connection: close~~ | 421",
        "GET /healthz HTTP/1.1~Connection: close~~ | 400",
        "nonsense~~ | 400",
        "GET /../../etc/passwd HTTP/1.1~Host: localhost~~ | 400",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1~Host: localhost~~ | 400",
        "GET /v1/models/..%2fx HTTP/1.1~Host: localhost~~ | 400",
        "GET /v1/models/.. HTTP/1.1~Host: localhost~Connection: close~~ | 404",
        "POST /v1/predict?seen=%zz HTTP/1.1~Host: localhost~Connection: close~~ | 400",
        "POST /v1/predict?model=%ff HTTP/1.1~Host: localhost~Connection: close~~ | 400",
        "POST /v1/predict HTTP/1.1~Host: localhost~Content-Length: x~~ | 400",
        "POST /v1/predict HTTP/1.1~Host: localhost~Content-Length: -1~~ | 400",
        "POST /v1/predict HTTP/1.1~Host: localhost~Content-Length: 3~Content-Length: 4~~abc | 400"
      })
  void answersWhatItUnderstands(String said, int status) throws IOException {
    String told = told(said);
    assertTrue(told.startsWith("HTTP/1.1 " + status + " "), told);
    assertEquals(status != 200, told.contains("application/problem+json"), told);
    assertFalse(told.contains("root:"), told);
  }

  @Test
  void aHeadThatIsTooLargeIsRefused() throws IOException {
    String told = told("GET / HTTP/1.1~Host: localhost~X: " + "x".repeat(20_000) + "~~");
    assertTrue(told.startsWith("HTTP/1.1 431 "), told);
  }

  @Test
  void whatFollowsABodyIsNoPartOfIt() throws IOException {
    String body = "{\"rows\":[1,2,3]}";
    String told =
        told(
            "POST /v1/predict HTTP/1.1~Host: localhost~Content-Type: application/json~"
                + ("Content-Length: " + body.length() + "~~")
                + (body + "trailing nonsense~~"));
    assertTrue(told.startsWith("HTTP/1.1 200 "), told);
    assertEquals(told.indexOf("predictions"), told.lastIndexOf("predictions"), told);
  }

  @Test
  void aBodyThatBreaksOffIsNotAnswered() throws IOException {
    String told =
        told(
            "POST /v1/predict HTTP/1.1~Host: localhost~Content-Type: application/json~"
                + "Content-Length: 100~~{\"rows\":[1,2,3]}");
    assertFalse(told.contains("predictions"), told);
  }

  @Test
  void aChunkedBodyIsReadToItsEnd() throws IOException {
    String head =
        "POST /v1/predict HTTP/1.1~Host: localhost~Content-Type: application/json~"
            + "Transfer-Encoding: chunked~Connection: close~~";
    String told = told(head + "8~{\"rows\":~8~[1,2,3]}~0~~");
    assertTrue(told.startsWith("HTTP/1.1 200 "), told);
    told = told(head + "zz~{\"rows\":~");
    assertFalse(told.contains("predictions"), told);
  }

  @Test
  void aBodyThatDoesNotComeEndsWith408() throws IOException {
    try (Wire wire = new Wire(served.port())) {
      wire.say(
          "POST /v1/predict HTTP/1.1~Host: localhost~Content-Type: application/json~"
              + "Content-Length: 100~~{\"rows\":");
      String told = wire.hear();
      assertTrue(told.startsWith("HTTP/1.1 408 "), told);
    }
  }

  @Test
  void aHeadThatTricklesInIsCutOff() throws Exception {
    try (Wire wire = new Wire(served.port())) {
      wire.say("GET /healthz HTTP/1.1~Host: localhost~X: ");
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < TRICKLED; i++) {
              wire.say("x");
              Thread.sleep(TRICKLE_MILLIS);
            }
          });
    }
  }

  @Test
  void aConnectionIsNotKeptForNothing() throws IOException {
    try (Wire wire = new Wire(served.port())) {
      wire.say("GET /healthz HTTP/1.1~Host: localhost~~");
      assertTrue(wire.hear().startsWith("HTTP/1.1 200 "));
    }
  }
}
